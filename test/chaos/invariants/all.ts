/** Every invariant, and how a world is watched by all of them. */
import type { Effect } from '../record/effect.ts';
import { account } from './account.ts';
import { approvalObeyed } from './approval-obeyed.ts';
import { askedAbout } from './asked-about.ts';
import { askedOnce } from './asked-once.ts';
import { attemptsWindow } from './attempts-window.ts';
import { budgetKept } from './budget-kept.ts';
import { claimsConfirmed } from './claims-confirmed.ts';
import { creditedOnce } from './credited-once.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { drainedFirst } from './drained-first.ts';
import { fence } from './fence.ts';
import { handsOff } from './hands-off.ts';
import { harmRemembered } from './harm-remembered.ts';
import type { Invariant, Violation } from './invariant.ts';
import { journalled } from './journalled.ts';
import { countsRestored, leasesFree, nothingPending, togglesOwned } from './loose-ends.ts';
import { noDefect } from './no-defect.ts';
import { oneFinalMessage } from './one-final-message.ts';
import { oneHealPerGroup } from './one-heal-per-group.ts';
import { oneOutcome } from './one-outcome.ts';
import { overrideObeyed } from './override-obeyed.ts';
import { protectedLeft } from './protected-left.ts';
import { serviceLimits } from './service-limits.ts';
import { stillFailing } from './still-failing.ts';
import { storm } from './storm.ts';
import { undoObeyed } from './undo-obeyed.ts';

export const INVARIANTS: readonly Invariant[] = [
  attemptsWindow,
  serviceLimits,
  oneHealPerGroup,
  account,
  storm,
  overrideObeyed,
  approvalObeyed,
  askedAbout,
  budgetKept,
  harmRemembered,
  undoObeyed,
  fence,
  disruptionBudget,
  protectedLeft,
  drainedFirst,
  journalled,
  stillFailing,
  claimsConfirmed,
  handsOff,
  oneOutcome,
  oneFinalMessage,
  askedOnce,
  creditedOnce,
  leasesFree,
  togglesOwned,
  countsRestored,
  nothingPending,
  noDefect,
];

/** @returns judges an effect by all of them; what is broken goes to `report` */
export function inspectorOf(
  seed: number,
  report: (violation: Omit<Violation, 'executions'>) => void,
): (effect: Effect) => void {
  let watches = watchesOf(INVARIANTS);
  return (effect) => {
    if (effect.kind === 'restored') watches = watchesOf(INVARIANTS.filter(({ name }) => !FORGIVEN.has(name)));
    for (const { name, judge } of watches) {
      const says = judge(effect);
      if (says !== undefined) report({ invariant: name, seed, at: effect.at, says });
    }
  };
}

/**
 * What the table has forgotten may be told, counted and closed once more, and what it had not recorded yet is left to people:
 * a restore is theirs, and they hear that executions failed. Everything else holds from the restore on as from a beginning.
 */
const FORGIVEN: ReadonlySet<string> = new Set([
  'one-outcome',
  'one-final-message',
  'asked-once',
  'credited-once',
  'toggles-restored-or-owned',
  'counts-restored',
  'leases-free',
  'storm-respected',
]);

function watchesOf(invariants: readonly Invariant[]) {
  return invariants.map(({ name, watch }) => ({ name, judge: watch() }));
}
