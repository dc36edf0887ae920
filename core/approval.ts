/**
 * What a person may be asked before something is done, and how they answer: by one SSM parameter for each question, which
 * the healer's roles are denied to write like all its brakes. No answer is no. Pure; the reading itself is a port.
 */
import type { ServiceEntry } from './catalog.ts';
import type { ParameterReading } from './ports.ts';
import { saidIn } from './said.ts';
import type { ActionKind, Hold, HoldReason, MetricName } from './vocabulary.ts';
import { approvalParameterName } from './vocabulary.ts';

/** How long an answer is waited for. An incident that needs a person longer than that needs one on the keyboard. */
export const APPROVAL_MINUTES = 15;
/** When it is asked once more. */
export const REMINDER_MINUTES = 7;

/** Reasons that a person may overrule; nobody overrules what could not be read or is not there. */
const APPROVABLE: ReadonlySet<HoldReason> = new Set([
  'approval-needed',
  'calendar-closed',
  'error-budget-spent',
  'harmful-before',
]);

/** A question that is open: one remedy of one incident. */
export interface Ask {
  readonly remedy: ActionKind;
  /** Ms since the epoch. */
  readonly askedAt: number;
  readonly remindedAt?: number;
}

export type Approval =
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'open' }
  | { readonly kind: 'approved'; readonly remedy: ActionKind; readonly by: string }
  | { readonly kind: 'denied'; readonly remedy: ActionKind; readonly by: string }
  | { readonly kind: 'expired'; readonly remedy: ActionKind };

export const NOT_ASKED: Approval = { kind: 'not-asked' };

/** What came of the question by `now` (ms since the epoch). Anything but a clear answer leaves it open, then lets it expire. */
export function approvalOf(ask: Ask | undefined, reading: ParameterReading | undefined, now: number): Approval {
  if (ask === undefined) return NOT_ASKED;
  const { remedy } = ask;
  const answer = reading?.kind === 'value' ? answerOf(reading.value) : undefined;
  if (answer !== undefined) return { kind: answer.approves ? 'approved' : 'denied', remedy, by: answer.by };
  return now - ask.askedAt >= APPROVAL_MINUTES * 60_000 ? { kind: 'expired', remedy } : { kind: 'open' };
}

/** Whether a yes still stands: what is gone, unreadable or something else by now is none. */
export function stillApproved(reading: ParameterReading | undefined): boolean {
  return reading?.kind === 'value' && answerOf(reading.value)?.approves === true;
}

/** `approve`, `deny`, or JSON with `answer`, `owner` and `reason`. */
function answerOf(text: string): { readonly approves: boolean; readonly by: string } | undefined {
  const { word, by } = saidIn(text, 'answer');
  return word === 'approve' || word === 'deny' ? { approves: word === 'approve', by } : undefined;
}

/** With so many requests failing there is nothing left to protect by waiting for a person. */
const FAILING_PERCENT = 50;

/** Why a person is asked before this remedy; undefined where it may be used without. */
export function approvalHold(
  { approval, tier }: Pick<ServiceEntry, 'approval' | 'tier'>,
  remedy: ActionKind,
  values: Readonly<Partial<Record<MetricName, number>>>,
): Hold | undefined {
  if (approval !== undefined) {
    if (!approval.includes(remedy)) return undefined;
    return { reason: 'approval-needed', detail: `${remedy} needs a person's approval here` };
  }
  const hopeless = (values.errorRatePercent ?? 0) >= FAILING_PERCENT;
  if (remedy !== 'rollBack' || tier !== 'critical' || hopeless) return undefined;
  return {
    reason: 'approval-needed',
    detail: 'a rollback of a critical service needs approval while half of it works',
  };
}

/** The holds of a remedy in the light of the answer: those it overrules are gone, a no is one more. */
export function answered(remedy: ActionKind, holds: readonly Hold[], approval: Approval): readonly Hold[] {
  if (!('remedy' in approval) || approval.remedy !== remedy) return holds;
  switch (approval.kind) {
    case 'approved':
      return holds.filter(({ reason }) => !APPROVABLE.has(reason));
    case 'denied':
      return [...holds, { reason: 'approval-denied', detail: `denied${approval.by}` }];
    case 'expired':
      return [...holds, { reason: 'approval-expired', detail: `nobody answered within ${APPROVAL_MINUTES} min` }];
  }
}

/** Whether asking a person would make it possible. */
export function isApprovable(holds: readonly Hold[]): boolean {
  return holds.length > 0 && holds.every(({ reason }) => APPROVABLE.has(reason));
}

/** The parameter in which the question is answered. */
export function askedParameter(incidentId: string, ask: Ask | undefined): string | undefined {
  return ask === undefined ? undefined : approvalParameterName(incidentId, ask.remedy);
}
