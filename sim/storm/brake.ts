/**
 * The healer's storm brake in a storm that is played: the product's own functions, asked what they would be asked in AWS.
 */
import { ACCOUNT_POLICY } from '../../core/limits/policy.ts';
import { sickAt, stormAfter } from '../../core/limits/storm.ts';
import type { SickService, Storm } from '../../core/limits/storm.ts';
import { take } from '../../core/limits/token-bucket.ts';
import type { Bucket } from '../../core/limits/token-bucket.ts';

export interface Brake {
  /** Services there are, those that are well included. */
  readonly services: number;
  storm: Storm | undefined;
  bucket: Bucket;
}

export function aBrake(services: number): Brake {
  return { services, storm: undefined, bucket: { tokens: ACCOUNT_POLICY.burst, at: 0 } };
}

/** What may be done now: anything, or only what sheds load. @param records of all that failed */
export function allowedNow(
  brake: Brake,
  records: readonly SickService[],
  who: string,
  now: number,
): 'anything' | 'shedding' {
  const sick = sickAt(records, ACCOUNT_POLICY, now);
  const watch = { records, services: brake.services, policy: ACCOUNT_POLICY, now, incidentId: who };
  brake.storm = stormAfter(brake.storm, watch);
  if (brake.storm === undefined) return 'anything';
  const [first] = sick.toSorted((a, b) => a.openedAt - b.openedAt || (a.service < b.service ? -1 : 1));
  return brake.storm.level === 'soft' && first?.service === who ? 'anything' : 'shedding';
}

/** A canary that did not help makes the storm a hard one. */
export function failed(brake: Brake): void {
  if (brake.storm !== undefined) brake.storm = { ...brake.storm, level: 'hard' };
}

/** Takes one of the attempts that all services share; false when there is none. */
export function taken(brake: Brake, now: number): boolean {
  const answer = take(brake.bucket, ACCOUNT_POLICY, now);
  if (answer.kind === 'empty') return false;
  brake.bucket = answer.bucket;
  return true;
}
