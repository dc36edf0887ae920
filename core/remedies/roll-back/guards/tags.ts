/**
 * What people write on a task definition to say whether its release can be taken back. ECS keeps the tags with the
 * revision, so that they are as old as the code they speak of. Here they are spelt and read; what follows from them is
 * for the guards.
 */
import type { TaskDefinitionSnapshot } from '../../../world/release.ts';
import { ACCEPTS_TAG_PREFIX, API_TAG, RELEASE_TAG, RELEASE_TIER_TAG, SCHEMA_TAG, TIERS } from '../../../vocabulary.ts';
import type { Tier } from '../../../vocabulary.ts';

export type SchemaChange = 'compatible' | 'activate' | 'unknown';

/** What the release did to the database. Anything but the two values is unknown, a misspelling too. */
export function schemaChangeOf({ tags }: TaskDefinitionSnapshot): SchemaChange {
  const tag = tags[SCHEMA_TAG];
  return tag === 'compatible' || tag === 'activate' ? tag : 'unknown';
}

export type Importance = 'ordinary' | 'critical' | 'unsaid' | 'unknown';

/** What would be lost with the release. `unsaid` without the tag, `unknown` with a value that says nothing. */
export function importanceOf({ tags }: TaskDefinitionSnapshot): Importance {
  const tag = tags[RELEASE_TAG];
  if (tag === undefined) return 'unsaid';
  if (tag === 'critical-fix' || tag === 'security') return 'critical';
  return tag === 'ordinary' ? 'ordinary' : 'unknown';
}

/** How important what the release brought is; `unsaid` without the tag, `unknown` with a value that is no tier. */
export function releaseTierOf({ tags }: TaskDefinitionSnapshot): Tier | 'unsaid' | 'unknown' {
  const tag = tags[RELEASE_TIER_TAG];
  return tag === undefined ? 'unsaid' : (TIERS.find((tier) => tier === tag) ?? 'unknown');
}

export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

type Tags = TaskDefinitionSnapshot['tags'];

/** Version of the API that a revision serves; undefined where the tag is missing or no whole number. */
export function apiVersionOf(tags: Tags): number | undefined {
  const tag = tags[API_TAG];
  return tag !== undefined && /^\d{1,9}$/.test(tag) ? Number(tag) : undefined;
}

/** Versions of `producer`'s API that a revision can call: `4` or `3-5`; undefined where the tag does not say. */
export function acceptedVersions(tags: Tags, producer: string): VersionRange | undefined {
  const parts = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(tags[`${ACCEPTS_TAG_PREFIX}${producer}`] ?? '');
  if (parts === null) return undefined;
  const min = Number(parts[1]);
  const max = Number(parts[2] ?? parts[1]);
  return min <= max ? { min, max } : undefined;
}
