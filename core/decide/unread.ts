/**
 * Holds for failed reads: the missing answer could have forbidden this remedy, so wait. Toggles are not held back: a
 * toggle keeps all capacity and every release, and the healer restores it.
 */
import { hold, type Hold } from '../holds/hold.ts';
import { changedBy, type ActionKind, type Change } from '../vocabulary.ts';
import { whyUnread } from '../world/known.ts';
import type { Facts, Releases } from '../facts/facts.ts';
import { mayChange } from './not-read.ts';
import { loadUnread } from '../facts/overload.ts';

/** Holds for failed reads, by what they may forbid. */
interface Unread {
  readonly releases: Hold | undefined;
  readonly load: Hold | undefined;
  readonly toggle: Hold | undefined;
}

/** Undefined where every read succeeded, which is usual. */
export function unreadOf(facts: Facts): Unread | undefined {
  const [releases, load, toggle] = [releasesUnread(facts), loadUnread(facts), toggleUnread(facts)];
  const unread = releases !== undefined || load !== undefined || toggle !== undefined;
  return unread ? { releases, load, toggle } : undefined;
}

/** Holds of this remedy for failed reads, beside those in its own plan. */
export function unreadHolds({ releases, load, toggle }: Unread, remedy: ActionKind): readonly Hold[] {
  const holds: Readonly<Record<Change, readonly (Hold | undefined)[]>> = {
    tasks: [releases, load, toggle],
    // Known load explains the failure: a toggle would change the order of remedies, not whether tasks help.
    count: [releases],
    // A rollback's own guards need the deployments; unknown load forbids it no more than high load does.
    release: [toggle],
    toggle: [],
  };
  return holds[changedBy(remedy)].filter((one) => one !== undefined);
}

/** New tasks run the release that may be to blame. Only a runbook with a rollback asks for the release. */
function releasesUnread({ runbook, releases }: Facts): Hold | undefined {
  const why = whyNobodyKnows(releases);
  if (why === undefined || !mayChange(runbook, 'release')) return undefined;
  return hold('service-unreadable', `deployments could not be read (${why}), so one of them may explain it`);
}

/** Neighbours are read only where a guard's answer depends on them. */
function whyNobodyKnows(releases: Facts['releases']): string | undefined {
  return releases.kind === 'known' ? neighboursUnread(releases.value) : whyUnread(releases);
}

function neighboursUnread({ neighbours }: Releases): string | undefined {
  return neighbours === undefined ? undefined : whyUnread(neighbours);
}

/** A toggle that was just switched may explain the failure, and goes before a release without the tag `ordinary`. */
function toggleUnread({ runbook, service, toggles, incident: { failureType } }: Facts): Hold | undefined {
  if (!mayChange(runbook, 'toggle')) return undefined;
  for (const { name, helps } of service.toggles) {
    const reading = toggles[name];
    if (reading?.kind !== 'unreadable' || reading.unread !== true || !helps.includes(failureType)) continue;
    return hold('toggle-unreadable', `toggle ${name} could not be read (${reading.why}), so it may explain it`);
  }
  return undefined;
}
