/**
 * Whether a failure that ECS reports is reported no more. When a report arrived counts, not when its sender says it was:
 * that is another clock. What an application says is a claim: it shows neither that a failure ended nor that it goes on.
 */
import type { Case, Readings } from './case.ts';
import type { Check } from './check.ts';

/** No new report for as long as a metric would have to be good; undefined where an alarm tells, or an application claims. */
export function quietCheck(
  { incident, service, runbook, since }: Case,
  { signals, now }: Pick<Readings, 'signals' | 'now'>,
): Check | undefined {
  const { trigger } = incident;
  if (trigger.kind === 'alarm' || trigger.kind === 'custom') return undefined;
  const after = signals.filter(({ signal, at }) => at > since && signal.kind !== 'custom');
  const quietSince = now - runbook.verification.goodPeriods * service.periodSeconds * 1_000;
  const last = after.findLast(({ signal }) => !('state' in signal && signal.state === 'OK'));
  if (last !== undefined && last.at > quietSince) return { state: 'bad', line: last.signal.summary };
  return { state: 'good', line: `no further ${trigger.kind}` };
}
