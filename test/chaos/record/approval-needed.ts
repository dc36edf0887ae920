/**
 * Whether people have to say yes first, and what they say, judged from what was configured and read alone, and again: a
 * second opinion by the words of the documentation.
 */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import type { ParameterReading } from '../../../core/world/parameter.ts';
import type { ActionKind, RemedyClass } from '../../../core/vocabulary.ts';
import type { Evidence } from './evidence.ts';

export interface Use {
  readonly entry: Pick<ServiceEntry, 'approval' | 'tier'>;
  readonly remedy: ActionKind;
  readonly class: RemedyClass;
  /** Whether more than half of the requests fail: then a rollback needs no approval. */
  readonly hopeless: boolean;
}

export function needsApproval({ entry, remedy, class: how, hopeless }: Use, { calendarClosed }: Evidence): boolean {
  if (how === 'disruptive' && calendarClosed === true) return true;
  if (entry.approval !== undefined) return entry.approval.includes(remedy);
  return remedy === 'rollBack' && entry.tier === 'critical' && !hopeless;
}

/** What stands in the parameter. */
export function answerIn(reading: ParameterReading): NonNullable<Evidence['answer']> {
  if (reading.kind === 'unreadable') return 'unreadable';
  if (reading.kind === 'absent') return 'no answer';
  const word = wordOf(reading.value, 'answer');
  return word === 'approve' ? 'yes' : word === 'deny' ? 'no' : 'no answer';
}

/** Whether the parameter of an incident asks to undo what was done for it. */
export function asksToUndo(reading: ParameterReading): boolean {
  return reading.kind === 'value' && wordOf(reading.value, 'undo') === 'now';
}

function wordOf(text: string, key: string): unknown {
  if (!text.trim().startsWith('{')) return text.trim().toLowerCase();
  try {
    return (JSON.parse(text) as Readonly<Record<string, unknown>>)[key];
  } catch {
    // Half of a JSON text is no word.
    return undefined;
  }
}
