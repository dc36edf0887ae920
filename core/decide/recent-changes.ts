/**
 * What explains the failure: a deployment shortly before it, by the guards of the rollback; a toggle that was written
 * shortly before it; or load.
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

/** Holds of a rollback that mean: no deployment explains this, or the facts are missing. */
const UNEXPLAINED: ReadonlySet<HoldReason> = new Set([
  'no-recent-deployment',
  'onset-before-deployment',
  'service-unreadable',
]);
/** Symptoms that build up in a task, and start from zero in a new one. */
const RESET_BY_A_NEW_TASK: ReadonlySet<Symptom> = new Set(['memory', 'cpu', 'storage']);

/** @param wayBack what the guards of a rollback say; undefined for a runbook without rollback */
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

/** What load says about remedies; empty unless it explains the failure. */
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
