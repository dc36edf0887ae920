/** Judges a test incident by its record: the healer decided, said why it was held back, and people were told. Pure. */
import type { Incident } from '../../core/incident/incident.ts';
import type { Finding } from '../check.ts';

export interface IncidentReport {
  readonly incidentId: string;
  readonly service: string;
  readonly failureType: string;
  readonly alarm: string;
  readonly executionArn: string;
  readonly outcome: string;
  readonly decision: string;
  /** The remedy that it would have used; absent if it would have asked a person. */
  readonly wouldHave?: string;
  readonly holds: readonly string[];
  readonly message: string;
  readonly messageSent: boolean;
  readonly secondsToDecision: number;
  readonly secondsToEnd: number;
}

/** The records of an ended execution. */
export interface Ended {
  readonly incident: Incident;
  readonly messageSent: boolean;
}

/** The report in words and numbers; seconds count from the alarm. */
export function reportOf({ incident, messageSent }: Ended): IncidentReport {
  const { trigger } = incident;
  const decision = incident.decisions.at(-1);
  const chosen = decision?.candidates.find(({ remedy }) => remedy === decision.chosen && remedy !== 'page');
  const seconds = (at: number | undefined): number => Math.round(((at ?? trigger.at) - trigger.at) / 100) / 10;
  return {
    incidentId: incident.id,
    service: incident.service,
    failureType: incident.failureType,
    alarm: trigger.kind === 'alarm' ? trigger.alarmName : trigger.kind,
    executionArn: incident.executionArn,
    outcome: incident.outcome ?? 'none',
    decision: decision?.kind ?? 'none',
    ...(chosen !== undefined && { wouldHave: chosen.plan }),
    holds: (decision?.holds ?? []).map(({ reason, detail }) => `${reason}: ${detail}`),
    message: incident.command.kind === 'notify' ? incident.command.message.subject : '',
    messageSent,
    secondsToDecision: seconds(decision?.at),
    secondsToEnd: seconds(incident.closedAt),
  };
}

/** Whether the healer behaved correctly in a test in observe. */
export function judgeIncident(ended: Ended): Finding {
  const report = reportOf(ended);
  const { incident } = ended;
  if (incident.attempts.length > 0) {
    const detail = `the healer ACTED on a test: ${incident.attempts.map(({ remedy }) => remedy).join(', ')}`;
    return { status: 'failed', detail, fix: 'stop it (docs/operating.md of the healer package) and report this' };
  }
  const told = report.messageSent ? `told people: "${report.message}"` : 'no message was sent';
  const seen = `decided ${report.secondsToDecision} s after the alarm, ended after ${report.secondsToEnd} s, ${told}`;
  if (!report.messageSent) {
    const fix = 'look at the last states of the execution in Step Functions, and at the topic';
    return { status: 'failed', detail: `${report.outcome}; ${seen}`, fix };
  }
  if (incident.outcome === 'self-recovered') {
    const detail = `CloudWatch set the alarm back before the healer read it; ${seen}`;
    return { status: 'warning', detail, fix: 'run it again for a decision that is held back' };
  }
  if (incident.outcome !== 'held' || !heldByObserve(incident)) {
    const detail = `ended as ${report.outcome}, not held by observe (${report.holds.join('; ')}); ${seen}`;
    return {
      status: 'failed',
      detail,
      fix: 'read the incident: docs/troubleshooting.md of the healer package, "When nothing happened"',
    };
  }
  const instead = report.wouldHave === undefined ? 'would have asked a person' : `would have: ${report.wouldHave}`;
  return { status: 'ok', detail: `held back by observe; ${instead}; ${seen}` };
}

function heldByObserve({ decisions }: Incident): boolean {
  return decisions.at(-1)?.holds.some(({ reason }) => reason === 'override-observe') ?? false;
}
