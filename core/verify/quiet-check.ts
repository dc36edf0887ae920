/**
 * Whether a failure that ECS or an application reports is reported no more. When a report arrived counts, not when its
 * sender says it was: that is another clock.
 */
import type { JoinedSignal } from '../ledger-port.ts';
import type { Case, Readings } from './case.ts';
import type { Check } from './check.ts';

/** No new report for as long as a metric would have to be good; undefined where an alarm tells. */
export function quietCheck(
  { incident, service, runbook, since }: Case,
  { signals, now }: Pick<Readings, 'signals' | 'now'>,
): Check | undefined {
  const { trigger } = incident;
  if (trigger.kind === 'alarm') return undefined;
  if (trigger.kind === 'custom') {
    const said = lastReport(trigger.failureType, signals);
    if (said?.signal.state === 'OK') return { state: 'good', line: 'the application says it is over' };
    return said !== undefined && said.at > since ? { state: 'bad', line: said.signal.summary } : undefined;
  }
  const after = signals.filter(({ at }) => at > since);
  const quietSince = now - runbook.verification.goodPeriods * service.periodSeconds * 1_000;
  const last = after.findLast(({ signal }) => !('state' in signal && signal.state === 'OK'));
  if (last !== undefined && last.at > quietSince) return { state: 'bad', line: last.signal.summary };
  return { state: 'good', line: `no further ${trigger.kind}` };
}

/** What an application said last about a failure only it sees. */
export function lastWord(failureType: string, signals: readonly JoinedSignal[]) {
  return lastReport(failureType, signals)?.signal;
}

function lastReport(failureType: string, signals: readonly JoinedSignal[]) {
  return signals
    .flatMap(({ signal, at }) => (signal.kind === 'custom' ? [{ signal, at }] : []))
    .findLast(({ signal }) => signal.failureType === failureType);
}
