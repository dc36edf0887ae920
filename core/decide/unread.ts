/**
 * Reasons to wait that are only this: something was asked and could not be read, and one of its answers would forbid the
 * remedy. Whoever acts then bets on the answer they would like. A toggle is not held back: it keeps all capacity and every
 * release, and is put back.
 */
import { hold } from '../holds/hold.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { whyUnread } from '../world/known.ts';
import type { Facts, Releases } from '../facts/facts.ts';
import { uses } from './not-read.ts';
import { loadUnread } from '../facts/overload.ts';

/** What could not be read, and may forbid remedies of some kinds. */
interface Unread {
  readonly releases: Hold | undefined;
  readonly load: Hold | undefined;
  readonly toggle: Hold | undefined;
}

/** Undefined where everything that was asked was read, as it mostly is. */
export function unreadOf(facts: Facts): Unread | undefined {
  const [releases, load, toggle] = [releasesUnread(facts), loadUnread(facts), toggleUnread(facts)];
  const unread = releases !== undefined || load !== undefined || toggle !== undefined;
  return unread ? { releases, load, toggle } : undefined;
}

/** What stands in the way of a remedy because it could not be read, beside what its own plan says. */
export function unreadHolds({ releases, load, toggle }: Unread, remedy: ActionKind): readonly Hold[] {
  const holds: Readonly<Record<ActionKind, readonly (Hold | undefined)[]>> = {
    replaceTasks: [releases, load, toggle],
    // Load that was read explains it: what a toggle says would change the order, and not whether tasks help.
    scaleOut: [releases],
    // Its guards cannot be asked without deployments; high load forbids it no more than load that is not known.
    rollBack: [toggle],
    flipToggle: [],
  };
  return holds[remedy].filter((one) => one !== undefined);
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
