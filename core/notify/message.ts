/**
 * The two messages of an incident, at its start and its end, for e-mail and chat. Their reader was just woken up: what
 * broke, with numbers; what the healer did and why; whether it worked; what to do next; how to stop the healer.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { experienceOf } from '../decide/explain.ts';
import { QUEUE_MINUTES_MAX } from '../holds/reasons.ts';
import { passesWithinMinutes } from '../holds/waiting.ts';
import { isUnconfirmed } from '../incident/claim.ts';
import type { Attempt, Decision, Incident } from '../incident/incident.ts';
import type { FlipTogglePlan } from '../remedies/flip-toggle/plan.ts';
import { changedBy, endedWell, overrideParameterName, type Outcome } from '../vocabulary.ts';
import type { Message } from '../incident/message.ts';
import type { MessageOutcome, Stage } from './attributes.ts';
import { claimLines } from './claim-lines.ts';
import { chatNotification } from './chat.ts';
import { minute } from '../minute.ts';
import { labelled, plainLine, safeCommand, safeLine, safeText, type Line } from './line.ts';
import { putParameter } from './put-parameter.ts';
import { shellCommand } from './shell.ts';
import { undoLines } from './undo-line.ts';
import { whatIsLeft } from './what-is-left.ts';

/** SNS refuses longer subjects, and any character that is not printable ASCII. */
const SUBJECT_MAX = 99;
/** SNS refuses messages over 256 KB; people read one page. */
const BODY_MAX = 12_000;

/** Columns before a command: room for `Stop me everywhere: `. */
const COMMAND_COLUMN = 20;
/** The label of what people have to do. Chat shows these lines in a place of their own. */
const NEXT = 'Next';

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  healed: 'healed',
  recurring: 'healed, but it keeps returning: NEEDS YOU, not now',
  'self-recovered': 'recovered before a remedy had any effect',
  escalated: 'NEEDS YOU',
  held: 'not healed: the healer was held back',
  failed: 'NEEDS YOU: the healer itself failed',
  unconfirmed: 'claimed, not confirmed: the healer did nothing',
};

const EMOJI: Readonly<Record<MessageOutcome, string>> = {
  started: 'stethoscope',
  storm: 'cloud_with_lightning',
  approval: 'raised_hand',
  healed: 'white_check_mark',
  recurring: 'repeat',
  'self-recovered': 'white_check_mark',
  escalated: 'rotating_light',
  held: 'double_vertical_bar',
  failed: 'rotating_light',
  unconfirmed: 'speech_balloon',
  undone: 'leftwards_arrow_with_hook',
};

const START_WORDS: Readonly<Record<Decision['kind'], string>> = {
  act: 'healing',
  ask: 'asking a person',
  wait: 'waiting to heal',
  hold: 'held back',
  page: 'a person is needed',
  recovered: 'recovering without a remedy',
};

/** Sent with the first decision, of any kind. */
export function startMessage(incident: Incident, runbook: Runbook): Message {
  const decision = incident.decisions.at(-1);
  const lines = [
    labelled('What broke', incident.trigger.summary),
    ...evidenceLines(decision),
    labelled('What I do', whatIDo(decision)),
    ...(decision?.why ?? []).map((line) => labelled('Why', line)),
  ];
  return message(incident, runbook, {
    stage: 'started',
    headline: START_WORDS[decision?.kind ?? 'hold'],
    outcome: 'started',
    first: `${incident.service}: ${runbook.title}`,
    lines,
  });
}

/**
 * Sent exactly once, when the incident has its outcome. A dead execution restores no toggle, so the message promises no
 * restore; `leftoverMessage` says what remains.
 */
export function endMessage(
  incident: Incident,
  runbook: Runbook,
  service: ServiceEntry,
  execution: 'alive' | 'dead' = 'alive',
): Message {
  const outcome = incident.outcome ?? 'failed';
  const lines = [
    labelled(isUnconfirmed(incident) ? 'Claimed' : 'What broke', incident.trigger.summary),
    ...evidenceLines(incident.decisions[0]),
    ...incident.attempts.map((attempt) => attemptLine(attempt, incident)),
    ...verificationLines(incident),
    labelled('Outcome', incident.outcomeReason ?? OUTCOME_WORDS[outcome]),
    ...whyNot(incident),
    ...nextLines(incident, { runbook, service, execution }),
  ];
  const words = outcomeWords(incident, outcome);
  return message(incident, runbook, {
    stage: 'ended',
    headline: words,
    outcome,
    first: `${incident.service}: ${words}${durationOf(incident)}`,
    lines,
    commands: [...stopLines(incident.service), ...undoLines(incident, execution)],
    last: [
      '',
      'Timeline (UTC)',
      ...incident.timeline.map(({ at, text }) => `  ${new Date(at).toISOString().slice(11, 19)}  ${text}`),
    ],
  });
}

function outcomeWords({ decisions }: Incident, outcome: Outcome): string {
  const dependency = outcome === 'self-recovered' ? decisions.at(-1)?.recoveredWith : undefined;
  return dependency === undefined ? OUTCOME_WORDS[outcome] : `well again with ${dependency}, which it depends on`;
}

/** Sent when the healer could not restore a toggle of a closed incident. No other message reminds people of it. */
export function leftoverMessage(
  incident: Incident,
  runbook: Runbook,
  left: FlipTogglePlan & { readonly dueAt: number },
): Message {
  const lines = [
    labelled(
      'What is left',
      `the healer switched it to heal "${runbook.title}"; it was due back at ${minute(left.dueAt)}`,
    ),
    labelled(
      'Why',
      'the healer could not restore it, or its execution died; the sweep tries again, a few times at most',
    ),
  ];
  return message(incident, runbook, {
    stage: 'ended',
    headline: `${left.toggle} still switched`,
    outcome: incident.outcome ?? 'failed',
    first: `${incident.service}: ${left.toggle} is still switched to "${left.value}"`,
    lines,
    commands: restoreLines(incident, left),
  });
}

/** Sent when the failure came back at the last trial without the flip. From here on a person restores the toggle. */
export function staysSwitchedMessage(incident: Incident, runbook: Runbook, left: FlipTogglePlan): Message {
  const tries = Math.max(0, ...(incident.leftovers ?? []).map(({ probes }) => probes?.failed ?? 0));
  const lines = [
    labelled('What is left', `switched to heal "${runbook.title}"; "${left.previous}" was tried ${tries} times`),
    labelled('Why', 'the failure came back each time: the toggle stays switched until a person restores it'),
    ...runbook.escalation.nextSteps.map((step) => labelled(NEXT, step)),
    labelled('Owner', runbook.owner),
  ];
  return message(incident, runbook, {
    stage: 'ended',
    headline: `${left.toggle} stays switched: NEEDS YOU`,
    outcome: 'escalated',
    first: `${incident.service}: ${left.toggle} stays at "${left.value}" until you restore it`,
    lines,
    commands: restoreLines(incident, left),
  });
}

/** Two ways: the person writes the parameter, or asks the healer, which checks its holds first. */
function restoreLines(incident: Incident, { parameter, previous }: FlipTogglePlan): readonly Line[] {
  return [labelled('Restore it', putParameter(parameter, previous)), ...undoLines(incident)];
}

interface Parts {
  readonly stage: Stage;
  readonly headline: string;
  readonly outcome: MessageOutcome;
  /** First line of the e-mail. */
  readonly first: string;
  readonly lines: readonly Line[];
  /** Commands to copy. Default: how to stop the healer. */
  readonly commands?: readonly Line[];
  /** Lines for the e-mail only: chat has no room for them. */
  readonly last?: readonly string[];
}

/** A message about the incident, for e-mail and chat. */
export function message(incident: Incident, runbook: Runbook, parts: Parts): Message {
  const { stage, headline, outcome, first, last = [] } = parts;
  const lines = parts.lines.map(safeLine);
  const commands = (parts.commands ?? stopLines(incident.service)).map(safeCommand);
  const subject = `[healer] ${incident.service} ${runbook.title}: ${headline}`;
  const end = `\n\nIncident ${incident.id}`;
  const body = [
    safeText(first),
    '',
    ...lines.map(plainLine),
    '',
    ...commands.map(({ label = '', text }) => `${`${label}:`.padEnd(COMMAND_COLUMN)}${text}`),
    ...last.map(safeText),
  ];
  return {
    subject: subject.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, SUBJECT_MAX),
    // A body that is too long loses its timeline, never the incident's id, which every command needs.
    body: `${body.join('\n').slice(0, BODY_MAX - end.length)}${end}`,
    chat: chatNotification({
      incidentId: incident.id,
      stage,
      emoji: EMOJI[outcome],
      title: `${incident.service} ${runbook.title}: ${headline}`,
      lines: lines.filter(({ label }) => label !== NEXT),
      nextSteps: lines.filter(({ label }) => label === NEXT).map(({ text }) => text),
      commands,
      keywords: [incident.service, incident.failureType, outcome, runbook.severity],
    }),
    attributes: {
      service: incident.service,
      failureType: incident.failureType,
      stage,
      outcome,
      severity: runbook.severity,
    },
  };
}

export function evidenceLines(decision: Decision | undefined): readonly Line[] {
  return (decision?.evidence ?? []).slice(1).map((text) => ({ text }));
}

function whatIDo(decision: Decision | undefined): string {
  if (decision?.kind === 'wait') {
    const [first] = decision.holds;
    return `wait, ${(first && passesWithinMinutes(first.reason)) ?? QUEUE_MINUTES_MAX} minutes at most`;
  }
  if (decision?.kind !== 'act') return 'nothing';
  return decision.candidates.find(({ remedy }) => remedy === decision.chosen)?.plan ?? 'nothing';
}

function attemptLine(attempt: Attempt, incident: Incident): Line {
  const decision = incident.decisions.find(({ at, chosen }) => chosen === attempt.remedy && at <= attempt.startedAt);
  const candidate = decision?.candidates.find(({ remedy }) => remedy === attempt.remedy);
  const history =
    decision === undefined || candidate === undefined ? '' : ` (${experienceOf(candidate, decision.context)})`;
  const result = attempt.status === 'succeeded' ? 'it helped' : (attempt.reason ?? attempt.status);
  return labelled('What I did', `${candidate?.plan ?? attempt.remedy}${history}: ${result}`);
}

function verificationLines({ verification }: Incident): readonly Line[] {
  if (verification?.verdict === undefined) return [];
  return [labelled('Verified', `${verification.verdict}: ${verification.lines.join('; ')}`)];
}

function whyNot({ outcome, decisions }: Incident): readonly Line[] {
  if (endedWell(outcome)) return [];
  return (decisions.at(-1)?.why ?? []).map((line) => labelled('Why', line));
}

interface Ends {
  readonly runbook: Runbook;
  readonly service: ServiceEntry;
  readonly execution: 'alive' | 'dead';
}

function nextLines(incident: Incident, { runbook, service, execution }: Ends): readonly Line[] {
  const rolledBack = incident.attempts.some(
    ({ status, remedy }) => status === 'succeeded' && changedBy(remedy) === 'release',
  )
    ? [labelled(NEXT, 'revert or fix the release: the next deployment of a task definition rolls forward over this')]
    : [];
  if (incident.outcome === 'unconfirmed') return claimLines(incident);
  const needsPerson = incident.outcome !== 'healed' && incident.outcome !== 'self-recovered';
  const steps = needsPerson ? runbook.escalation.nextSteps.map((step) => labelled(NEXT, step)) : [];
  const { cluster, ecsService } = service;
  const look = shellCommand('aws', 'ecs', 'describe-services', '--cluster', cluster, '--services', ecsService);
  return [
    ...whatIsLeft(incident, execution).map((text) => labelled(NEXT, text)),
    ...rolledBack,
    ...steps,
    ...(needsPerson ? [labelled('Look at', look), labelled('Owner', runbook.owner)] : []),
  ];
}

function stopLines(service: string): readonly Line[] {
  return [
    labelled('Stop me here', putParameter(overrideParameterName(service), 'off')),
    labelled('Stop me everywhere', putParameter(overrideParameterName(), 'off')),
  ];
}

function durationOf({ openedAt, closedAt }: Incident): string {
  if (closedAt === undefined) return '';
  const seconds = Math.round((closedAt - openedAt) / 1_000);
  return seconds < 120 ? ` after ${seconds} s` : ` after ${Math.round(seconds / 60)} min`;
}
