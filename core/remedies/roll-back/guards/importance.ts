/**
 * What would a rollback lose, and is there a gentler way? A security fix is not rolled back for a broken button. Unless
 * people tagged the release as ordinary, a toggle that may help goes first.
 */
import { foreignText } from '../../../foreign-text.ts';
import type { TaskDefinitionSnapshot } from '../../../world/release.ts';
import { changedBy, RELEASE_TAG, RELEASE_TIER_TAG, TIERS, type Tier } from '../../../vocabulary.ts';
import { hold, type Hold } from '../../../holds/hold.ts';
import { toggleIsLeft } from '../../flip-toggle/flip-toggle.ts';
import { takenBack } from './compatibility.ts';
import { revisionOf } from './revisions.ts';
import { importanceOf, releaseTierOf } from './tags.ts';
import type { RollbackCase } from './rollback-case.ts';

export function importanceHolds(way: RollbackCase): readonly Hold[] {
  const { tier } = way.facts.service;
  const definitions = (takenBack(way) ?? []).filter((one) => one !== undefined);
  const holds = definitions.flatMap((definition) => [...kindHolds(definition), ...tierHolds(definition, tier)]);
  const unsaid = definitions.find((definition) => importanceOf(definition) === 'unsaid');
  if (unsaid === undefined || !toggleGoesFirst(way)) return holds;
  const detail = `a toggle may help, and ${revisionOf(unsaid.arn)} is not tagged ${RELEASE_TAG}=ordinary`;
  return [...holds, hold('toggle-first', detail)];
}

/** Releases that must never be lost. */
function kindHolds(definition: TaskDefinitionSnapshot): readonly Hold[] {
  switch (importanceOf(definition)) {
    case 'critical': {
      const detail = `${revisionOf(definition.arn)} is tagged ${foreignText(definition.tags[RELEASE_TAG] ?? '')}: a rollback loses it`;
      return [hold('critical-release', detail)];
    }
    case 'unknown':
      return [saysNothing(definition, RELEASE_TAG)];
    case 'unsaid':
    case 'ordinary':
      return [];
  }
}

/** Releases that serve a more important tier than the failing service. */
function tierHolds(definition: TaskDefinitionSnapshot, failing: Tier): readonly Hold[] {
  const brought = releaseTierOf(definition);
  if (brought === 'unsaid') return [];
  if (brought === 'unknown') return [saysNothing(definition, RELEASE_TIER_TAG)];
  if (TIERS.indexOf(failing) <= TIERS.indexOf(brought)) return [];
  const detail = `${revisionOf(definition.arn)} serves the tier ${brought}, and the failing service is ${failing}`;
  return [hold('release-outweighs', detail)];
}

function saysNothing({ arn, tags }: TaskDefinitionSnapshot, tag: string): Hold {
  return hold(
    'release-unknown',
    `${revisionOf(arn)} is tagged ${tag}=${foreignText(tags[tag] ?? '')}, an unknown value`,
  );
}

/** Whether the runbook has a toggle that can be flipped now and was not tried in this incident. */
function toggleGoesFirst({ facts }: RollbackCase): boolean {
  const known = facts.runbook.remedies.some(({ remedy }) => changedBy(remedy) === 'toggle');
  const tried = facts.incident.attempts.some(({ remedy }) => changedBy(remedy) === 'toggle');
  return known && !tried && toggleIsLeft(facts);
}
