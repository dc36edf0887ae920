/**
 * Whether ECS has stopped reporting the failure. The time of arrival counts, not the sender's, which is another clock.
 * An application's claims do not count: they prove neither an end nor a continuation.
 */
import type { Case, Readings } from './case.ts';
import type { Check } from './check.ts';

/**
 * Good after no new report for as long as a metric must be good; undefined where an alarm reports the failure, or an
 * application claims it.
 */
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
