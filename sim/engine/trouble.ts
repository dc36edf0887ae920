/**
 * The truth about one fault while a policy works on it: until when it lasts, and when it merely hid. What an alarm shows
 * and what it cost follow from that. Minutes throughout.
 */
import type { Fault } from '../world/faults.ts';
import { PARAMETERS } from '../world/parameters.ts';

export interface Trouble {
  readonly fault: Fault;
  /** Infinite while nothing ended it. */
  endsAt: number;
  /** When it stayed away without being cured, one after the other. */
  readonly hidden: { readonly from: number; readonly to: number }[];
}

export function troubleOf(fault: Fault): Trouble {
  return { fault, endsAt: fault.at + fault.passesAfter, hidden: [] };
}

/** Whether it shows in the metrics. */
export function showsAt({ fault, endsAt, hidden }: Trouble, at: number): boolean {
  return at >= fault.at && at < endsAt && !hidden.some(({ from, to }) => at >= from && at < to);
}

/** Whether its alarm is red, which it stays for a while after the failure ended. */
export function isRedAt(trouble: Trouble, at: number): boolean {
  return showsAt(trouble, at) || showsAt(trouble, at - PARAMETERS.alarmClearMinutes.value);
}

/** It ends at `at` unless it ended before. */
export function end(trouble: Trouble, at: number): void {
  trouble.endsAt = Math.min(trouble.endsAt, at);
}

/** When a hidden failure will be back; undefined when it is not hidden, or ends while it is. */
export function returnsAt({ endsAt, hidden }: Trouble, at: number): number | undefined {
  const hiding = hidden.find(({ from, to }) => at >= from && at < to);
  return hiding !== undefined && hiding.to < endsAt ? hiding.to : undefined;
}

/** Minutes users suffered, from the alarm on. A false alarm costs none. */
export function downtimeMinutes({ fault, endsAt, hidden }: Trouble): number {
  if (fault.cause === 'falseAlarm') return 0;
  const away = hidden.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, endsAt) - from), 0);
  return Math.max(0, endsAt - fault.at - away);
}
