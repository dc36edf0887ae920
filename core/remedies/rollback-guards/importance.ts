/**
 * What would be lost with the release, and is there a gentler way? A release that closes a hole is not taken back for a
 * broken button; and unless people said that a release is an ordinary one, a toggle that may help is tried first.
 */
import type { Hold } from '../../vocabulary.ts';
import { RELEASE_TAG } from '../../vocabulary.ts';
import { toggleIsLeft } from '../flip-toggle.ts';
import { hold } from '../remedy.ts';
import { takenBack } from './compatibility.ts';
import { revisionOf } from './revisions.ts';
import { importanceOf } from './tags.ts';
import type { WayBack } from './way-back.ts';

export function importanceHolds(way: WayBack): readonly Hold[] {
  const definitions = (takenBack(way) ?? []).filter((one) => one !== undefined);
  const holds = definitions.flatMap((definition): readonly Hold[] => {
    const name = revisionOf(definition.arn);
    switch (importanceOf(definition)) {
      case 'critical':
        return [hold('critical-release', `${name} is tagged ${definition.tags[RELEASE_TAG]}: it would be lost`)];
      case 'unknown': {
        const detail = `${name} is tagged ${RELEASE_TAG}=${definition.tags[RELEASE_TAG]}, which says nothing`;
        return [hold('release-unknown', detail)];
      }
      case 'unsaid':
      case 'ordinary':
        return [];
    }
  });
  const unsaid = definitions.find((definition) => importanceOf(definition) === 'unsaid');
  if (unsaid === undefined || !toggleGoesFirst(way)) return holds;
  const detail = `a toggle may help, and ${revisionOf(unsaid.arn)} is not tagged ${RELEASE_TAG}=ordinary`;
  return [...holds, hold('toggle-first', detail)];
}

/** Whether the runbook knows a toggle that can be flipped now and was not tried in this incident. */
function toggleGoesFirst({ facts }: WayBack): boolean {
  const known = facts.runbook.remedies.some(({ remedy }) => remedy === 'flipToggle');
  const tried = facts.incident.attempts.some(({ remedy }) => remedy === 'flipToggle');
  return known && !tried && toggleIsLeft(facts);
}
