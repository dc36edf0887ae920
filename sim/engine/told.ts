/** What a policy is told: what verification said of each attempt, and that a success turned out to be none. */
import { attemptId } from '../../core/limits/reservation.ts';
import type { Heal as HealOnRecord } from '../../core/incident/heal.ts';
import type { Result } from '../policies/policy.ts';
import { incidentOf, type Case } from './case.ts';
import type { Run } from './state.ts';
import type { Effect, Treatment } from './truth.ts';

/** What came of one use of a remedy; times in minutes. */
export interface Verified extends Omit<Treatment, 'doneAt' | 'response'> {
  /** Unique within the run. */
  readonly attempt: string;
  readonly status: Result['status'];
  readonly effect: Pick<Effect, 'harmful' | 'cured'>;
}

export function settled(run: Run, one: Case, { attempt, remedy, startedAt, status, effect }: Verified): void {
  const now = run.agenda.now();
  const { service, signs } = one.seen;
  const { harmful, cured } = effect;
  const result: Result = { attempt, service, signs, remedy, status, harmful, minutes: now - startedAt, at: now };
  const unneeded = one.truth.passesBy(now);
  incidentOf(one).attempts.push({ remedy, startedAt, verifiedAt: now, status, harmful, cured, unneeded });
  run.results.set(attempt, result);
  run.told.push({ kind: 'settled', result });
  run.policy.settled(result);
}

/** The failure that this heal seemed to have ended is back. @throws Error when the heal was never reported */
export function takenBack(run: Run, heal: HealOnRecord): void {
  const name = attemptId(heal);
  const result = run.results.get(name);
  if (result === undefined) throw new Error(`there was no attempt ${name} to take credit from`);
  run.told.push({ kind: 'reversed', result });
  run.policy.relapsed(result);
}
