/**
 * What a person may be asked before something is done, and how they answer: by one SSM parameter for each question, which
 * the healer's roles are denied to write like all its brakes. No answer is no. Pure; the reading itself is a port.
 */
import type { Ask } from '../incident/ask.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Incident } from '../incident/incident.ts';
import type { ParameterReading } from '../world/parameter.ts';
import type { Plan } from '../incident/journal.ts';
import { commandIn } from './command-text.ts';
import type { ActionKind, MetricName } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { approvalParameterName } from '../vocabulary.ts';
import { HOLD_RULES } from '../holds/reasons.ts';

/** How long an answer is waited for. An incident that needs a person longer than that needs one on the keyboard. */
export const APPROVAL_MINUTES = 15;
/** When it is asked once more. */
export const REMINDER_MINUTES = 7;

export type Approval =
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'open' }
  | { readonly kind: 'approved'; readonly remedy: ActionKind; readonly by: string }
  | { readonly kind: 'denied'; readonly remedy: ActionKind; readonly by: string }
  | { readonly kind: 'expired'; readonly remedy: ActionKind };

export const NOT_ASKED: Approval = { kind: 'not-asked' };

/**
 * What came of the question by `now` (ms since the epoch). Anything but a clear answer leaves it open, then lets it expire;
 * an answer that was first read after that is none.
 */
export function approvalOf(ask: Ask | undefined, reading: ParameterReading | undefined, now: number): Approval {
  if (ask === undefined) return NOT_ASKED;
  const { remedy } = ask;
  const expired = isLate(ask, now);
  if (expired && ask.answeredAt === undefined) return { kind: 'expired', remedy };
  const answer = answerIn(reading);
  if (answer !== undefined) return { kind: answer.approves ? 'approved' : 'denied', remedy, by: answer.by };
  return expired ? { kind: 'expired', remedy } : { kind: 'open' };
}

/** The incident that knows that its question was answered in time, by what was read at `now` (ms since the epoch). */
export function withAnswerSeen(incident: Incident, reading: ParameterReading | undefined, now: number): Incident {
  const { ask } = incident;
  if (ask === undefined || ask.answeredAt !== undefined || isLate(ask, now)) return incident;
  return answerIn(reading) === undefined ? incident : { ...incident, ask: { ...ask, answeredAt: now } };
}

function isLate({ askedAt }: Ask, now: number): boolean {
  return now - askedAt >= APPROVAL_MINUTES * 60_000;
}

/** Whether a yes still stands: what is gone, unreadable or something else by now is none. */
export function stillApproved(reading: ParameterReading | undefined): boolean {
  return answerIn(reading)?.approves === true;
}

function answerIn(reading: ParameterReading | undefined): ReturnType<typeof answerOf> {
  return reading?.kind === 'value' ? answerOf(reading.value) : undefined;
}

/**
 * What a person says yes to beyond the remedy: which feature goes, or from which revision to which. Undefined for the
 * others, which stay the same remedy whichever tasks they pick.
 */
export function askTarget(plan: Plan): string | undefined {
  switch (plan.kind) {
    case 'flipToggle':
      return `${plan.parameter}=${plan.value}`;
    case 'rollBack':
      return `${plan.from} > ${plan.to}`;
    case 'replaceTasks':
    case 'scaleOut':
      return undefined;
  }
}

/** Whether the question was about this very plan. A question that names no target is about no toggle and no way back. */
export function isAbout(ask: Ask | undefined, plan: Plan): boolean {
  return ask !== undefined && ask.remedy === plan.kind && ask.target === askTarget(plan);
}

/** `approve`, `deny`, or JSON with `answer`, `owner` and `reason`. */
function answerOf(text: string): { readonly approves: boolean; readonly by: string } | undefined {
  const { word, by } = commandIn(text, 'answer');
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

/** What would be done, and what people were asked. */
export interface Answering {
  readonly remedy: ActionKind;
  /** Absent where it is not possible anyway. */
  readonly plan: Plan | undefined;
  readonly ask: Ask | undefined;
  readonly approval: Approval;
}

/**
 * The holds of a remedy in the light of the answer: those it overrules are gone, a no is one more. A yes is one to what was
 * asked about; where that is something else by now nobody was asked, and nobody is asked twice.
 */
export function answered(holds: readonly Hold[], { remedy, plan, ask, approval }: Answering): readonly Hold[] {
  if (ask?.remedy === remedy && plan !== undefined && !isAbout(ask, plan) && holds.some(isForPeople)) {
    return [...holds, { reason: 'approval-for-another', detail: `a person was asked, but ${aboutAnother(ask)}` }];
  }
  if (!('remedy' in approval) || approval.remedy !== remedy) return holds;
  switch (approval.kind) {
    case 'approved':
      return holds.filter((one) => !isForPeople(one));
    case 'denied':
      return [...holds, { reason: 'approval-denied', detail: `denied${approval.by}` }];
    case 'expired':
      return [...holds, { reason: 'approval-expired', detail: `nobody answered within ${APPROVAL_MINUTES} min` }];
  }
}

function aboutAnother({ target }: Ask): string {
  return target === undefined ? 'the question did not say about what' : `about ${target}`;
}

function isForPeople({ reason }: Hold): boolean {
  return HOLD_RULES[reason].approvable === true;
}

/** Whether asking a person would make it possible. */
export function isApprovable(holds: readonly Hold[]): boolean {
  return holds.length > 0 && holds.every(isForPeople);
}

/** The parameter in which the question is answered; undefined where none was asked. @param plan only if it was about this */
export function askedParameter(incidentId: string, ask: Ask | undefined, plan?: Plan): string | undefined {
  if (ask === undefined || (plan !== undefined && !isAbout(ask, plan))) return undefined;
  return approvalParameterName(incidentId, ask.remedy);
}
