/**
 * The two messages of an incident, as plain text for e-mail: one when healing starts, one when it ended. Written for
 * somebody woken up: what broke with numbers, what was done and why that, did it work, what next, how to stop it.
 */
import type { Runbook, ServiceEntry } from '../catalog.ts';
import { experienceOf } from '../decide/explain.ts';
import { flippedToggle } from '../remedies/flipped-toggle.ts';
import type { Attempt, Decision, Incident } from '../incident/incident.ts';
import type { FlipTogglePlan } from '../remedies/journal.ts';
import { overrideParameterName } from '../vocabulary.ts';
import type { Outcome } from '../vocabulary.ts';
import type { Message } from '../workflow/command.ts';

/** SNS refuses longer subjects and anything but printable ASCII. */
const SUBJECT_MAX = 99;
/** SNS refuses messages over 256 KB; nobody reads past a page. */
const BODY_MAX = 12_000;

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  healed: 'healed',
  'self-recovered': 'recovered by itself',
  escalated: 'NEEDS YOU',
  held: 'not healed: healer is held back',
  failed: 'NEEDS YOU: the healer itself failed',
};

const START_WORDS: Readonly<Record<Decision['kind'], string>> = {
  act: 'healing',
  wait: 'waiting to heal',
  hold: 'held back',
  page: 'a person is needed',
  recovered: 'recovering by itself',
};

/** Sent with the first decision, whatever it is. */
export function startMessage(incident: Incident, runbook: Runbook): Message {
  const decision = incident.decisions.at(-1);
  const lines = [
    `${incident.service}: ${runbook.title}`,
    '',
    `What broke:  ${incident.trigger.summary}`,
    ...evidenceLines(decision),
    `What I do:   ${whatIDo(decision)}`,
    ...(decision?.why ?? []).map((line) => `Why:         ${line}`),
    '',
    ...stopLines(incident.service),
  ];
  const headline = START_WORDS[decision?.kind ?? 'hold'];
  return message(incident, runbook, { stage: 'started', headline, outcome: 'started', lines });
}

/**
 * Sent exactly once, when the incident has its outcome. A dead execution restores no toggle, so nothing is promised for
 * it: `leftoverMessage` says what remains.
 */
export function endMessage(
  incident: Incident,
  runbook: Runbook,
  service: ServiceEntry,
  execution: 'alive' | 'dead' = 'alive',
): Message {
  const outcome = incident.outcome ?? 'failed';
  const lines = [
    `${incident.service}: ${OUTCOME_WORDS[outcome]}${durationOf(incident)}`,
    '',
    `What broke:  ${incident.trigger.summary}`,
    ...evidenceLines(incident.decisions[0]),
    ...incident.attempts.map((attempt) => attemptLine(attempt, incident)),
    ...verificationLines(incident),
    `Outcome:     ${incident.outcomeReason ?? OUTCOME_WORDS[outcome]}`,
    ...whyNot(incident),
    ...nextLines(incident, { runbook, service, execution }),
    '',
    ...stopLines(incident.service),
    '',
    'Timeline (UTC)',
    ...incident.timeline.map(({ at, text }) => `  ${new Date(at).toISOString().slice(11, 19)}  ${text}`),
  ];
  return message(incident, runbook, { stage: 'ended', headline: OUTCOME_WORDS[outcome], outcome, lines });
}

/** Sent when a toggle of an incident that is over could not be restored: the one thing that must not be forgotten. */
export function leftoverMessage(incident: Incident, runbook: Runbook, left: FlipTogglePlan): Message {
  const command = `aws ssm put-parameter --overwrite --type String --name ${left.parameter} --value ${left.previous}`;
  const lines = [
    `${incident.service}: ${left.toggle} is still switched to "${left.value}"`,
    '',
    `It was switched to heal "${runbook.title}" and was to go back to "${left.previous}" at ${iso(left.expiresAt)}.`,
    'The healer could not restore it, or died before: it does not go back by itself any more.',
    `Restore it:  ${command}`,
  ];
  const outcome = incident.outcome ?? 'failed';
  return message(incident, runbook, { stage: 'ended', headline: `${left.toggle} still switched`, outcome, lines });
}

interface Parts {
  readonly stage: 'started' | 'ended';
  readonly headline: string;
  readonly outcome: string;
  readonly lines: readonly string[];
}

function message(incident: Incident, runbook: Runbook, { stage, headline, outcome, lines }: Parts): Message {
  const subject = `[healer] ${incident.service} ${runbook.title}: ${headline}`;
  return {
    subject: subject.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, SUBJECT_MAX),
    body: [...lines, '', `Incident ${incident.id}`].join('\n').slice(0, BODY_MAX),
    attributes: {
      service: incident.service,
      failureType: incident.failureType,
      stage,
      outcome,
      severity: runbook.severity,
    },
  };
}

function evidenceLines(decision: Decision | undefined): readonly string[] {
  return (decision?.evidence ?? []).slice(1).map((line) => `             ${line}`);
}

function whatIDo(decision: Decision | undefined): string {
  if (decision?.kind === 'wait') return 'wait, twenty minutes at most';
  if (decision?.kind !== 'act') return 'nothing';
  return decision.candidates.find(({ remedy }) => remedy === decision.chosen)?.plan ?? 'nothing';
}

function attemptLine(attempt: Attempt, incident: Incident): string {
  const decision = incident.decisions.find(({ at, chosen }) => chosen === attempt.remedy && at <= attempt.startedAt);
  const candidate = decision?.candidates.find(({ remedy }) => remedy === attempt.remedy);
  const history = candidate === undefined ? '' : ` (${experienceOf(candidate)})`;
  const result = attempt.status === 'succeeded' ? 'it helped' : (attempt.reason ?? attempt.status);
  return `What I did:  ${candidate?.plan ?? attempt.remedy}${history}: ${result}`;
}

function verificationLines({ verification }: Incident): readonly string[] {
  if (verification?.verdict === undefined) return [];
  return [`Verified:    ${verification.verdict}: ${verification.lines.join('; ')}`];
}

function whyNot({ outcome, decisions }: Incident): readonly string[] {
  if (outcome === 'healed' || outcome === 'self-recovered') return [];
  return (decisions.at(-1)?.why ?? []).map((line) => `Why:         ${line}`);
}

interface Ends {
  readonly runbook: Runbook;
  readonly service: ServiceEntry;
  readonly execution: 'alive' | 'dead';
}

function nextLines(incident: Incident, { runbook, service, execution }: Ends): readonly string[] {
  const flipped = flippedToggle(incident);
  const restores =
    flipped === undefined || execution === 'dead'
      ? []
      : [
          `Next:        ${flipped.toggle} goes back to "${flipped.previous}" at ${iso(flipped.expiresAt)}; fix the cause before`,
        ];
  const rolledBack = incident.attempts.some(({ status, remedy }) => status === 'succeeded' && remedy === 'rollBack')
    ? ['Next:        revert or fix the release: the next deployment of a task definition rolls forward over this']
    : [];
  const needsPerson = incident.outcome !== 'healed' && incident.outcome !== 'self-recovered';
  const steps = needsPerson ? runbook.escalation.nextSteps.map((step) => `Next:        ${step}`) : [];
  const cluster = `aws ecs describe-services --cluster ${service.cluster} --services ${service.ecsService}`;
  return [
    ...restores,
    ...rolledBack,
    ...steps,
    ...(needsPerson ? [`Look at:     ${cluster}`, `Owner:       ${runbook.owner}`] : []),
  ];
}

function stopLines(service: string): readonly string[] {
  const command = (name: string) => `aws ssm put-parameter --overwrite --type String --name ${name} --value off`;
  return [
    `Stop me here:       ${command(overrideParameterName(service))}`,
    `Stop me everywhere: ${command(overrideParameterName())}`,
  ];
}

function durationOf({ openedAt, closedAt }: Incident): string {
  if (closedAt === undefined) return '';
  const seconds = Math.round((closedAt - openedAt) / 1_000);
  return seconds < 120 ? ` after ${seconds} s` : ` after ${Math.round(seconds / 60)} min`;
}

function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
