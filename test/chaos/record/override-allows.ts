/**
 * Whether a person lets the healer act, judged from the parameter alone and again: a second opinion on the healer's own
 * reading of its brake, by the words of its documentation.
 */
import type { ParameterReading } from '../../../core/world/parameter.ts';

export interface Asking {
  /** The reader's, ms since the epoch. */
  readonly now: number;
  /** What is to be done; a person may have paused that alone. */
  readonly remedy: string;
}

export function allows(
  reading: ParameterReading,
  presence: 'must exist' | 'may be absent',
  { now, remedy }: Asking,
): boolean {
  if (reading.kind === 'absent') return presence === 'may be absent';
  if (reading.kind === 'unreadable') return false;
  const text = reading.value.trim().toLowerCase();
  if (text === 'auto') return true;
  if (!text.startsWith('{')) return false;
  const { mode, until, remedies } = JSON.parse(reading.value) as Words;
  if (mode === 'auto' || (until !== undefined && Date.parse(until) <= now)) return true;
  return remedies !== undefined && !remedies.includes(remedy);
}

interface Words {
  readonly mode: string;
  readonly until?: string;
  readonly remedies?: readonly string[];
}
