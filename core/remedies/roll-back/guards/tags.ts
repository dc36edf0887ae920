/**
 * Tags by which people say whether a release can be rolled back. ECS keeps them with the revision, so they are as old
 * as the code they describe. This file defines and parses them; the guards decide.
 */
import type { TaskDefinitionSnapshot } from '../../../world/release.ts';
import {
  ACCEPTS_TAG_PREFIX,
  API_TAG,
  RELEASE_TAG,
  RELEASE_TIER_TAG,
  SCHEMA_TAG,
  TIERS,
  type Tier,
} from '../../../vocabulary.ts';

export type SchemaChange = 'compatible' | 'activate' | 'unknown';

/** What the release did to the database. Any value but the two, also a misspelling, is unknown. */
export function schemaChangeOf({ tags }: TaskDefinitionSnapshot): SchemaChange {
  const tag = tags[SCHEMA_TAG];
  return tag === 'compatible' || tag === 'activate' ? tag : 'unknown';
}

export type Importance = 'ordinary' | 'critical' | 'unsaid' | 'unknown';

/** What a rollback would lose. `unsaid` without the tag, `unknown` with another value. */
export function importanceOf({ tags }: TaskDefinitionSnapshot): Importance {
  const tag = tags[RELEASE_TAG];
  if (tag === undefined) return 'unsaid';
  if (tag === 'critical-fix' || tag === 'security') return 'critical';
  return tag === 'ordinary' ? 'ordinary' : 'unknown';
}

/** The tier that the release serves; `unsaid` without the tag, `unknown` with a value that is no tier. */
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

/** Versions of `producer`'s API that a revision can call: `4` or `3-5`; undefined without the tag. */
export function acceptedVersions(tags: Tags, producer: string): VersionRange | undefined {
  const parts = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(tags[`${ACCEPTS_TAG_PREFIX}${producer}`] ?? '');
  if (parts === null) return undefined;
  const min = Number(parts[1]);
  const max = Number(parts[2] ?? parts[1]);
  return min <= max ? { min, max } : undefined;
}
