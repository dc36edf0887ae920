/**
 * Reasons to wait that are only this: something was asked and could not be read, and one of its answers would forbid the
 * remedy. Whoever acts then bets on the answer they would like. A toggle is not held back: it keeps all capacity and every
 * release, and is put back.
 */
import { hold } from '../remedies/remedy.ts';
import type { ActionKind, Hold } from '../vocabulary.ts';
import { whyUnread } from './facts.ts';
import type { Facts, Releases } from './facts.ts';
import { uses } from './not-read.ts';
import { loadUnread } from './overload.ts';

/** What stands in the way of a remedy because it could not be read, beside what its own plan says. */
export function unreadHolds(facts: Facts, remedy: ActionKind): readonly (Hold | undefined)[] {
  switch (remedy) {
    case 'replaceTasks':
      return [releasesUnread(facts), loadUnread(facts), toggleUnread(facts)];
    // Load that was read explains it: what a toggle says would change the order, and not whether tasks help.
    case 'scaleOut':
      return [releasesUnread(facts)];
    // Its guards cannot be asked without deployments; high load forbids it no more than load that is not known.
    case 'rollBack':
      return [toggleUnread(facts)];
    case 'flipToggle':
      return [];
  }
}

/** New tasks, or more of them, run the release that may be to blame. Only a runbook that knows a way back asks which it is. */
function releasesUnread({ runbook, releases }: Facts): Hold | undefined {
  const why = whyNobodyKnows(releases);
  if (why === undefined || !uses(runbook, 'rollBack')) return undefined;
  return hold('service-unreadable', `deployments could not be read (${why}), so one of them may explain it`);
}

/** Neighbours are asked only where the answer of a guard hangs on them. */
function whyNobodyKnows(releases: Facts['releases']): string | undefined {
  return releases.kind === 'known' ? neighboursUnread(releases.value) : whyUnread(releases);
}

function neighboursUnread({ neighbours }: Releases): string | undefined {
  return neighbours === undefined ? undefined : whyUnread(neighbours);
}

/** A switch that somebody just turned may explain it as a release may, and goes before one that nobody tagged as ordinary. */
function toggleUnread({ runbook, service, toggles, incident: { failureType } }: Facts): Hold | undefined {
  if (!uses(runbook, 'flipToggle')) return undefined;
  for (const { name, helps } of service.toggles) {
    const reading = toggles[name];
    if (reading?.kind !== 'unreadable' || reading.unread !== true || !helps.includes(failureType)) continue;
    return hold('toggle-unreadable', `toggle ${name} could not be read (${reading.why}), so it may explain it`);
  }
  return undefined;
}
