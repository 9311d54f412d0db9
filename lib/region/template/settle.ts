/** One resource: created, updated, left alone or removed, by comparison with what stands. */
import { createHash } from 'node:crypto';
import type { Provisioned } from '../service.ts';
import { resolveValue, type Scope } from './resolve.ts';
import type { StandingResource } from './state.ts';
import type { TemplateResource } from './template.ts';
import { type Progress, placeOf, type StackWork, typeOf } from './work.ts';

/** What the template wants of a resource, with all values known. */
interface Wanted extends Omit<StandingResource, 'provisioned'> {
  properties: Record<string, unknown>;
}

/** Brings the resource to what the template says, and notes at once what it has become. */
export async function settle(
  work: StackWork,
  logicalId: string,
  scope: Scope,
  before: StandingResource | undefined,
  position: number,
): Promise<Provisioned> {
  const wanted = wantedResource(work, logicalId, scope, position);
  const action = actionFor(wanted, before);
  work.report({ stack: wanted.stack, logicalId, type: wanted.type, action });
  if (before && before.type !== wanted.type) await remove(work, before);
  const provisioned = await perform(work, action, wanted, before);
  const { properties, ...rest } = wanted;
  if (action !== 'unchanged' || before?.retain !== wanted.retain) work.state.put({ ...rest, provisioned });
  return provisioned;
}

function wantedResource({ stack, region }: StackWork, logicalId: string, scope: Scope, position: number): Wanted {
  const { Type: type, Properties, DeletionPolicy } = stack.template.Resources[logicalId] as TemplateResource;
  const properties = resolveValue(Properties, scope) as Record<string, unknown>;
  // Resources hold addresses made of the endpoint, so a region on another port sets them all again.
  const digest = createHash('sha256')
    .update(JSON.stringify([region.endpoint, properties]))
    .digest('hex');
  const retain = DeletionPolicy?.startsWith('Retain') ?? false;
  return { stack: stack.name, logicalId, type, digest, retain, position, properties };
}

function actionFor(wanted: Wanted, before: StandingResource | undefined): Progress['action'] {
  if (before?.type !== wanted.type) return 'create';
  return before.digest === wanted.digest ? 'unchanged' : 'update';
}

async function perform(
  work: StackWork,
  action: Progress['action'],
  { type, logicalId, properties }: Wanted,
  before: StandingResource | undefined,
): Promise<Provisioned> {
  if (action === 'unchanged' && before) return before.provisioned;
  const place = placeOf(work, logicalId);
  const verbs = typeOf(work, type);
  return action === 'update' && before
    ? verbs.update(properties, before.provisioned, place)
    : verbs.create(properties, place);
}

/** Deletes the resource unless it is to be retained, and forgets it. */
export async function remove(work: StackWork, resource: StandingResource): Promise<void> {
  const { stack, logicalId, type, provisioned, retain } = resource;
  work.report({ stack, logicalId, type, action: retain ? 'retain' : 'delete' });
  if (!retain) await typeOf(work, type).delete(provisioned, placeOf(work, logicalId));
  work.state.forget(resource);
}
