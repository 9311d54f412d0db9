import fc from 'fast-check';
import { physicalName } from '../../../lib/region/template/name.ts';
import { inOrder } from '../../../lib/region/template/order.ts';

const names = [...'abcdefgh'];
const graph = fc.dictionary(fc.constantFrom(...names), fc.subarray([...names, 'stranger']));

test('everything comes after what it depends on, or the circle is spelled out', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const dependencies = (name: string) => edges[name] ?? [];
      let order: string[];
      try {
        order = inOrder(names, dependencies, 'S');
      } catch (error) {
        const circle = (error as Error).message.replace('S: circular dependency: ', '').split(' -> ');
        expect(circle.at(0)).toBe(circle.at(-1));
        for (const [index, name] of circle.slice(0, -1).entries())
          expect(dependencies(name)).toContain(circle[index + 1]);
        return;
      }
      expect([...order].sort((a, b) => (a < b ? -1 : 1))).toEqual(names);
      for (const name of names)
        for (const dependency of dependencies(name).filter((one) => names.includes(one)))
          expect(order.indexOf(dependency)).toBeLessThan(order.indexOf(name));
    }),
  );
});

test('what depends on nothing keeps the order of the template', () => {
  expect(inOrder(['c', 'a', 'b'], () => [], 'S')).toEqual(['c', 'a', 'b']);
});

test('a physical name fits, is the same for the same place, and differs for another', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9]{1,200}$/);
  fc.assert(
    fc.property(id, id, fc.integer({ min: 40, max: 255 }), (stack, logicalId, max) => {
      const name = physicalName({ stack, logicalId }, max);
      expect(name.length).toBeLessThanOrEqual(max);
      expect(name).toBe(physicalName({ stack, logicalId }, max));
      expect(name).not.toBe(physicalName({ stack, logicalId: `${logicalId}x` }, max));
    }),
  );
  expect(physicalName({ stack: 'Stack', logicalId: 'Role' }, 64)).toMatch(/^Stack-Role-[0-9A-Z]{12}$/);
});
