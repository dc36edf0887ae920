/**
 * Approvals: what the healer asks a person before it acts, and how the answer counts. The answer is one SSM parameter
 * for each question, which the healer's roles are denied to write, like its kill switch. No answer is a no. Pure: a
 * port reads the parameter.
 */
import type { Ask } from '../incident/ask.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Incident } from '../incident/incident.ts';
import type { ParameterReading } from '../world/parameter.ts';
import { commandIn } from './command-text.ts';
import { approvalParameterName, changedBy, ACTION_KINDS, type ActionKind, type MetricName } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { HOLD_RULES } from '../holds/reasons.ts';
import { literal, shape, word, text, either, type Shaped } from '../shape.ts';

/** Minutes that the healer waits for an answer. A person who is needed for longer is needed at the keyboard. */
export const APPROVAL_MINUTES = 15;
/** Minutes after which it asks a second time. */
export const REMINDER_MINUTES = 7;

const answer = { remedy: word(ACTION_KINDS), by: text };

export const Approval = either('kind', [
  shape({ kind: literal('not-asked') }),
  shape({ kind: literal('open') }),
  shape({ kind: literal('approved'), ...answer }),
  shape({ kind: literal('denied'), ...answer }),
  shape({ kind: literal('expired'), remedy: answer.remedy }),
]);
export type Approval = Shaped<typeof Approval>;

export const NOT_ASKED: Approval = { kind: 'not-asked' };

/**
 * The answer by `now` (ms since the epoch). Only a clear answer counts; a question without one stays open, then
 * expires. An answer first read after that does not count.
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

/** The incident with the fact that its answer was read in time. @param now ms since the epoch */
export function withAnswerSeen(incident: Incident, reading: ParameterReading | undefined, now: number): Incident {
  const { ask } = incident;
  if (ask === undefined || ask.answeredAt !== undefined || isLate(ask, now)) return incident;
  return answerIn(reading) === undefined ? incident : { ...incident, ask: { ...ask, answeredAt: now } };
}

function isLate({ askedAt }: Ask, now: number): boolean {
  return now - askedAt >= APPROVAL_MINUTES * 60_000;
}

/** Whether the approval still stands: a parameter that is deleted, unreadable or changed is no approval. */
export function stillApproved(reading: ParameterReading | undefined): boolean {
  return answerIn(reading)?.approves === true;
}

function answerIn(reading: ParameterReading | undefined): ReturnType<typeof answerOf> {
  return reading?.kind === 'value' ? answerOf(reading.value) : undefined;
}

/** What a plan is asked about: the remedy, and the toggle or the revisions where it is not the same for all targets. */
export type About = Pick<Ask, 'remedy' | 'target'>;

/** Whether the question was about this. A question without a target is about no toggle and no rollback target. */
export function isAbout(ask: Ask | undefined, about: About): boolean {
  return ask !== undefined && ask.remedy === about.remedy && ask.target === about.target;
}

/** `approve`, `deny`, or JSON with `answer`, `owner` and `reason`. */
function answerOf(text: string): { readonly approves: boolean; readonly by: string } | undefined {
  const { word, by } = commandIn(text, 'answer');
  return word === 'approve' || word === 'deny' ? { approves: word === 'approve', by } : undefined;
}

/** Percent of failing requests from which waiting for a person protects nothing more. */
const FAILING_PERCENT = 50;

/** Why this remedy needs an approval first; undefined where it does not. */
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
  if (changedBy(remedy) !== 'release' || tier !== 'critical' || hopeless) return undefined;
  return {
    reason: 'approval-needed',
    detail: 'a rollback of a critical service needs approval while half of it works',
  };
}

/** What the question was about, and the answer. */
export interface Answering {
  readonly remedy: ActionKind;
  /** Absent where the remedy is not possible anyway. */
  readonly about: About | undefined;
  readonly ask: Ask | undefined;
  readonly approval: Approval;
}

/**
 * The holds of a remedy in the light of the answer: an approval removes those it overrules, a denial adds one. An
 * approval counts only for the plan it was about. If the plan has changed since, the healer does not ask a second time.
 */
export function answered(holds: readonly Hold[], { remedy, about, ask, approval }: Answering): readonly Hold[] {
  if (ask?.remedy === remedy && about !== undefined && !isAbout(ask, about) && holds.some(isForPeople)) {
    return [...holds, { reason: 'approval-for-another', detail: `a person was asked, but ${aboutAnother(ask)}` }];
  }
  if (!('remedy' in approval) || approval.remedy !== remedy) return holds;
  switch (approval.kind) {
    case 'approved':
      return holds.filter((one) => !isForPeople(one));
    case 'denied':
      return [...holds, { reason: 'approval-denied', detail: `denied${approval.by}` }];
    case 'expired':
      return [...holds, { reason: 'approval-expired', detail: `no person answered within ${APPROVAL_MINUTES} min` }];
  }
}

function aboutAnother({ target }: Ask): string {
  return target === undefined ? 'the question named no target' : `about ${target}`;
}

function isForPeople({ reason }: Hold): boolean {
  return HOLD_RULES[reason].approvable === true;
}

/** Whether an approval would make the remedy possible. */
export function isApprovable(holds: readonly Hold[]): boolean {
  return holds.length > 0 && holds.every(isForPeople);
}

/** The parameter with the answer; undefined without a question. @param about only if the question was about this */
export function askedParameter(incidentId: string, ask: Ask | undefined, about?: About): string | undefined {
  if (ask === undefined || (about !== undefined && !isAbout(ask, about))) return undefined;
  return approvalParameterName(incidentId, ask.remedy);
}
