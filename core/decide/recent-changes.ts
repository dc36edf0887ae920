/**
 * What changed shortly before the failure began, and whether it explains it: a deployment, by the guards of the way back;
 * a toggle, by the time it was last written. And whether load explains it instead.
 */
import { changedBeforeOnset } from '../remedies/flip-toggle/flip-toggle.ts';
import { ADDED_SHARE } from '../remedies/scale-out/scale-out.ts';
import type { Planned } from '../remedies/remedy.ts';
import { aboutIncident } from '../signal/about.ts';
import type { Symptom } from '../vocabulary.ts';
import type { HoldReason } from '../holds/reasons.ts';
import type { RecentChanges, ReleaseBlame } from './belief.ts';
import type { Facts } from '../facts/facts.ts';
import { carriedBy, overloaded } from '../facts/overload.ts';

/** Reasons of the way back that say: no deployment explains this, or nobody knows. */
const UNEXPLAINED: ReadonlySet<HoldReason> = new Set([
  'no-recent-deployment',
  'onset-before-deployment',
  'service-unreadable',
]);
/** What fills up or wears out, and begins anew with a new task. */
const RESET_BY_A_NEW_TASK: ReadonlySet<Symptom> = new Set(['memory', 'cpu', 'storage']);

/** @param wayBack what the guards of a rollback say; undefined where the runbook has none, so that nothing was read. */
export function recentChanges(facts: Facts, wayBack: Planned | undefined): RecentChanges {
  return { release: releaseBlame(facts, wayBack), toggle: toggleBlamed(facts), ...loadSigns(facts) };
}

function releaseBlame({ incident, runbook }: Facts, wayBack: Planned | undefined): ReleaseBlame {
  if (wayBack === undefined) return 'none';
  if (wayBack.kind === 'possible') return 'reversible';
  if (wayBack.holds.every(({ reason }) => reason === 'toggle-first')) return 'reversible';
  if (wayBack.holds.some(({ reason }) => UNEXPLAINED.has(reason))) return 'none';
  const { symptoms } = aboutIncident({ incident, runbook });
  return symptoms.some((symptom) => RESET_BY_A_NEW_TASK.has(symptom)) ? 'irreversible' : 'stuck';
}

/** What the load says about remedies against it; nothing unless it explains the failure. */
function loadSigns(facts: Facts): Pick<RecentChanges, 'shedding' | 'beyondScaling'> {
  if (overloaded(facts) === undefined) return {};
  const { service, incident } = facts;
  const shedding = service.toggles.some((one) => one.shedsLoad === true && one.helps.includes(incident.failureType));
  return { shedding, beyondScaling: !carriedBy(facts, 1 + ADDED_SHARE) };
}

function toggleBlamed(facts: Facts): boolean {
  const { service, incident } = facts;
  return service.toggles.some(
    (toggle) => toggle.helps.includes(incident.failureType) && changedBeforeOnset(facts, toggle),
  );
}
