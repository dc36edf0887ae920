/**
 * Which task definitions and neighbours the guards need, and no more: the revisions that a rollback is about, and the
 * services whose API version changed between them.
 */
import { serviceNamed, type Catalog } from '../../../catalog/catalog.ts';
import type { ServiceEntry } from '../../../catalog/service.ts';
import type { Releases } from '../../../facts/facts.ts';
import { ACCEPTS_TAG_PREFIX } from '../../../vocabulary.ts';
import { revisionsTakenBack } from './revisions.ts';
import { runsOf } from './runs.ts';
import { apiVersionOf } from './tags.ts';

type Known = Pick<Releases, 'deployments' | 'record'>;

/** ARNs of the newest revision, of the one before it, and of those between them. */
export function definitionsAskedFor(known: Known): readonly string[] {
  const [current, target] = ends(known);
  if (current === undefined) return [];
  if (target === undefined) return [current];
  return [...new Set([current, target, ...(revisionsTakenBack(target, current) ?? [])])];
}

export interface AskedNeighbour {
  readonly entry: ServiceEntry;
  readonly role: 'consumer' | 'producer';
}

/** Consumers where the version of the API changed; producers where the versions that are called changed. */
export function neighboursAskedFor(
  releases: Releases,
  { name, dependencies }: ServiceEntry,
  catalog: Catalog,
): readonly AskedNeighbour[] {
  const [older, newer] = ends(releases)
    .toReversed()
    .map((arn) => releases.taskDefinitions[arn ?? '']?.tags);
  if (older === undefined || newer === undefined) return [];
  const changed = apiVersionOf(older) !== undefined && apiVersionOf(older) !== apiVersionOf(newer);
  const consumers = Object.values(catalog.services).filter((one) => changed && one.dependencies.includes(name));
  const producers = dependencies
    .filter((producer) => older[`${ACCEPTS_TAG_PREFIX}${producer}`] !== newer[`${ACCEPTS_TAG_PREFIX}${producer}`])
    .flatMap((producer) => serviceNamed(catalog, producer) ?? []);
  return [
    ...consumers.map((entry) => ({ entry, role: 'consumer' as const })),
    ...producers.map((entry) => ({ entry, role: 'producer' as const })),
  ];
}

/** The newest revision and the one before it. */
function ends(known: Known): readonly (string | undefined)[] {
  const newest = known.deployments[0]?.taskDefinitionArn ?? known.record?.releases.at(-1)?.taskDefinitionArn;
  if (newest === undefined) return [undefined, undefined];
  const [current, target] = runsOf({ ...known, taskDefinitions: {} }, newest);
  return [current?.taskDefinitionArn, target?.taskDefinitionArn];
}
