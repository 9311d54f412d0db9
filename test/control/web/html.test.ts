import fc from 'fast-check';
import { Html, html } from '../../../lib/control/web/html.ts';
import { humanise, span } from '../../../lib/control/web/words.ts';

const text = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ';', '\0', ' ', '\u2028', '=') });

test('no text from outside becomes markup, in content or in a quoted attribute', () => {
  fc.assert(
    fc.property(text, (value) => {
      const { text: page } = html`<p title="${value}">${value}</p>`;
      const inner = page.slice('<p title="'.length, -'</p>'.length);
      expect(inner.replace('">', '')).not.toMatch(/[<>"'\0]/);
    }),
  );
});

test('what was escaped reads as what was written', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const back = html`${value}`.text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: HTML forbids these, so they are replaced
      expect(back).toBe(value.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd'));
    }),
  );
});

test('markup stays markup, lists are joined, and what is absent is not shown', () => {
  expect(html`${new Html('<b>')}${[html`<i>`, 'x<', 3]}${undefined}${null}${false}${0}`.text).toBe('<b><i>x&lt;30');
});

test.each([
  [59_999, 'less than a minute'],
  [72 * 60_000, '1 h 12 min'],
  [-90 * 60_000, '1 h 30 min'],
  [26 * 3_600_000 + 60_000, '1 d 2 h'],
])('%d milliseconds are told as %s', (milliseconds, words) => expect(span(milliseconds)).toBe(words));

test.each([
  ['documentType', 'Document type'],
  ['taxId', 'Tax ID'],
  ['accounts-payable', 'Accounts payable'],
  ['ap-manager', 'AP manager'],
])('%s is called %s', (name, words) => expect(humanise(name)).toBe(words));
