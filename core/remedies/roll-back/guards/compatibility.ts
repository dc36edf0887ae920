/**
 * Can the older revision work with the present? With the database, whose schema later releases may have changed, and
 * with its neighbours, whose API versions may have changed.
 */
import { whyUnread } from '../../../world/known.ts';
import type { LiveTags, Neighbour } from '../../../facts/facts.ts';
import { memoizeLast } from '../../../facts/memoize-last.ts';
import type { TaskDefinitionSnapshot } from '../../../world/release.ts';
import { ACCEPTS_TAG_PREFIX, API_TAG, SCHEMA_TAG } from '../../../vocabulary.ts';
import { hold, type Hold } from '../../../holds/hold.ts';
import { revisionOf, revisionsTakenBack } from './revisions.ts';
import { acceptedVersions, apiVersionOf, schemaChangeOf } from './tags.ts';
import type { RollbackCase } from './rollback-case.ts';

/** Every revision that the rollback undoes, described; undefined for one that could not be. */
export const takenBack = memoizeLast(({ current, target, releases }: RollbackCase) => {
  if (current === undefined || target === undefined) return undefined;
  const arns = revisionsTakenBack(target.taskDefinitionArn, current.taskDefinitionArn);
  return arns?.map((arn): TaskDefinitionSnapshot | undefined => releases.taskDefinitions[arn]);
});

export function schemaHolds(way: RollbackCase): readonly Hold[] {
  const definitions = takenBack(way);
  if (definitions === undefined) return [hold('schema-unknown', 'the revisions to be rolled back are unknown')];
  const holds: Hold[] = [];
  const activates = definitions.find((one) => one !== undefined && schemaChangeOf(one) === 'activate');
  if (activates !== undefined) {
    const detail = `${revisionOf(activates.arn)} activates a schema that the older revision cannot read`;
    holds.push(hold('schema-activated', detail));
  }
  const unknown = definitions.findIndex((one) => one === undefined || schemaChangeOf(one) === 'unknown');
  if (unknown >= 0) {
    const name = definitions[unknown] === undefined ? 'a revision in between' : revisionOf(definitions[unknown].arn);
    holds.push(hold('schema-unknown', `tag ${name} ${SCHEMA_TAG}=compatible to allow the rollback`));
  }
  return holds;
}

/** What speaks against the rollback, and what is unknown. */
interface ApiFindings {
  readonly incompatible: readonly string[];
  readonly unknown: readonly string[];
}

/** Unknown API versions hold a critical service; other plans mention them. A failed read holds until it succeeds. */
export function apiHolds(way: RollbackCase): readonly Hold[] {
  const { incompatible, unknown } = apiFindings(way);
  const { neighbours: asked } = way.releases;
  const why = asked === undefined ? undefined : whyUnread(asked);
  if (why !== undefined)
    return [hold('service-unreadable', `its callers or its dependencies could not be read: ${why}`)];
  const holds = incompatible.map((detail) => hold('api-incompatible', detail));
  if (way.facts.service.tier !== 'critical') return holds;
  return [...holds, ...unknown.map((detail) => hold('api-unknown', detail))];
}

/** Unknown API versions, in words; empty when all are known. */
export function apiUnknowns(way: RollbackCase): readonly string[] {
  return apiFindings(way).unknown;
}

const apiFindings = memoizeLast((way: RollbackCase): ApiFindings => {
  const { target, current, releases } = way;
  const older = releases.taskDefinitions[target?.taskDefinitionArn ?? ''];
  const newer = releases.taskDefinitions[current?.taskDefinitionArn ?? ''];
  if (older === undefined || newer === undefined) return { incompatible: [], unknown: ['its API is unknown'] };
  const findings = [
    served(way, older, newer),
    ...way.facts.service.dependencies.map((one) => called(way, one, older, newer)),
  ];
  return {
    incompatible: findings.flatMap(({ incompatible }) => incompatible),
    unknown: findings.flatMap(({ unknown }) => unknown),
  };
});

const NOTHING: ApiFindings = { incompatible: [], unknown: [] };

/** Consumers of the running revision can call a version that both revisions serve. */
function served(way: RollbackCase, older: TaskDefinitionSnapshot, newer: TaskDefinitionSnapshot): ApiFindings {
  const { name } = way.facts.service;
  const version = apiVersionOf(older.tags);
  if (version === undefined)
    return unsaid(`no tag says which version of its API ${revisionOf(older.arn)} serves (${API_TAG})`);
  if (version === apiVersionOf(newer.tags)) return NOTHING;
  const consumers = neighbours(way, 'consumer');
  if (consumers === undefined) return unsaid('its callers could not be read');
  if (consumers.length === 0)
    return unsaid(`${revisionOf(older.arn)} serves another version of its API, and no caller is registered`);
  return together(
    consumers.flatMap((consumer) =>
      consumer.live.map((live) =>
        inRange(version, acceptedVersions(live.tags, name), {
          unsaid: `no tag says which versions of ${name} ${revisionOf(live.taskDefinitionArn)} accepts (${ACCEPTS_TAG_PREFIX}${name})`,
          outside: `${revisionOf(live.taskDefinitionArn)} does not accept version ${version} of ${name}`,
        }),
      ),
    ),
  );
}

/** An API that both revisions call the same way exists; otherwise the producer's version decides. */
function called(
  way: RollbackCase,
  producer: string,
  older: TaskDefinitionSnapshot,
  newer: TaskDefinitionSnapshot,
): ApiFindings {
  const tag = `${ACCEPTS_TAG_PREFIX}${producer}`;
  const range = acceptedVersions(older.tags, producer);
  if (range === undefined)
    return unsaid(`no tag says which versions of ${producer} ${revisionOf(older.arn)} accepts (${tag})`);
  if (older.tags[tag] === newer.tags[tag]) return NOTHING;
  const found = neighbours(way, 'producer')?.find(({ service }) => service === producer);
  if (found === undefined) return unsaid(`the version of the API that ${producer} serves could not be read`);
  return together(found.live.map((live) => servedIn(live, range, revisionOf(older.arn))));
}

function servedIn(live: LiveTags, range: { readonly min: number; readonly max: number }, older: string): ApiFindings {
  const name = revisionOf(live.taskDefinitionArn);
  const version = apiVersionOf(live.tags);
  if (version === undefined) return unsaid(`no tag says which version of its API ${name} serves (${API_TAG})`);
  return inRange(version, range, {
    unsaid: '',
    outside: `${older} cannot call version ${version} that ${name} serves`,
  });
}

function inRange(
  version: number,
  range: { readonly min: number; readonly max: number } | undefined,
  words: { readonly unsaid: string; readonly outside: string },
): ApiFindings {
  if (range === undefined) return unsaid(words.unsaid);
  return version >= range.min && version <= range.max ? NOTHING : { incompatible: [words.outside], unknown: [] };
}

function unsaid(detail: string): ApiFindings {
  return { incompatible: [], unknown: [detail] };
}

function together(findings: readonly ApiFindings[]): ApiFindings {
  return {
    incompatible: findings.flatMap(({ incompatible }) => incompatible),
    unknown: findings.flatMap(({ unknown }) => unknown),
  };
}

/** Undefined where they could not be read. */
function neighbours({ releases }: RollbackCase, role: Neighbour['role']): readonly Neighbour[] | undefined {
  if (releases.neighbours?.kind !== 'known') return undefined;
  return releases.neighbours.value.filter((one) => one.role === role);
}
