/** The facts of a decision as lines for people: what is red, what runs, what changed recently, what is unknown. */
import { METRIC_NAMES, metricNamed } from '../vocabulary.ts';
import { mayChange } from './not-read.ts';
import { budgetLine } from './error-budget.ts';
import { fleetLine } from './fleet.ts';
import type { Facts } from '../facts/facts.ts';
import { peakLine } from './peak-hours.ts';
import { changedBeforeOnset } from '../remedies/flip-toggle/flip-toggle.ts';
import { revisionOf } from '../remedies/roll-back/guards/revisions.ts';

/** From this ratio on, up or down, load is worth a line. */
const UNUSUAL_RATIO = 1.3;

/** One line per kind of evidence. Unknown evidence is a line too. */
export function evidenceOf(facts: Facts): readonly string[] {
  return [
    facts.incident.trigger.summary,
    relapseLine(facts),
    organicLine(facts),
    memoryLine(facts),
    valuesLine(facts),
    loadLine(facts),
    peakLine(facts.service, facts.now),
    budgetLine(facts),
    fleetLine(facts),
    toggleLine(facts),
    runningLine(facts),
    releaseLine(facts),
  ].filter((line) => line !== undefined);
}

function relapseLine({ incident: { relapse, openedAt } }: Facts): string | undefined {
  if (relapse === undefined) return undefined;
  const minutes = Math.max(1, Math.round((openedAt - relapse.of.at) / 60_000));
  const again = relapse.returns > 1 ? `, return number ${relapse.returns} within a day` : '';
  return `back ${minutes} min after ${relapse.of.remedy} seemed to have healed it${again}`;
}

/** Without memory, the runbook's own chances and order decide. */
function memoryLine({ experience }: Facts): string | undefined {
  if (experience.kind === 'unknown') {
    return `memory unreadable (${experience.why}): remedies by the runbook alone`;
  }
  const damaged = experience.value.reduce((sum, one) => sum + (one.damaged ?? 0), 0);
  return damaged === 0 ? undefined : `memory: ${damaged} damaged ${damaged === 1 ? 'entry' : 'entries'} left out`;
}

function valuesLine({ values }: Facts): string | undefined {
  if (values.kind === 'unknown') return `metrics unreadable: ${values.why}`;
  const parts = METRIC_NAMES.filter((name) => values.value[name] !== undefined).map(
    (name) => `${format(values.value[name])} ${metricNamed(name).phrase}`,
  );
  return parts.length === 0 ? undefined : parts.join(', ');
}

function toggleLine(facts: Facts): string | undefined {
  const changed = facts.service.toggles.filter((toggle) => changedBeforeOnset(facts, toggle)).map(({ name }) => name);
  return changed.length === 0 ? undefined : `changed shortly before the failure began: ${changed.join(', ')}`;
}

/** Minutes after which people ask whether the failure passes without them. */
const ORGANIC_MINUTES = 5;
/** Fewer failures than this prove nothing. */
const ORGANIC_WAITS_MIN = 10;

function organicLine({ organic }: Facts): string | undefined {
  if (organic.kind === 'unknown' || organic.value.waits < ORGANIC_WAITS_MIN) return undefined;
  const share = organic.value.recoveredWithin[ORGANIC_MINUTES - 1] ?? 0;
  return `${Math.round(share * 100)} % of such failures ended by themselves within ${ORGANIC_MINUTES} min (${organic.value.waits} seen)`;
}

/** Only unusual load is worth a line. */
function loadLine({ load }: Facts): string | undefined {
  if (load.kind === 'unknown' || load.value.usual <= 0) return undefined;
  const times = load.value.now / load.value.usual;
  if (times > 1 / UNUSUAL_RATIO && times < UNUSUAL_RATIO) return undefined;
  return `${format(load.value.now)} requests per period, ${format(load.value.usual)} in the hour before`;
}

function runningLine({ running }: Facts): string {
  if (running.kind === 'unknown') return `service unreadable: ${running.why}`;
  const { service } = running.value;
  return `${service.runningCount} of ${service.desiredCount} tasks running, revision ${revisionOf(service.taskDefinitionArn)}`;
}

function releaseLine({ releases, incident, runbook }: Facts): string | undefined {
  // Deployments are read only where the runbook can roll back.
  if (!mayChange(runbook, 'release')) return undefined;
  if (releases.kind === 'unknown') return `deployments unreadable: ${releases.why}`;
  const last = releases.value.deployments[0];
  if (last === undefined) return 'no recorded deployment';
  const minutes = Math.round((incident.onsetAt - last.startedAt) / 60_000);
  return minutes >= 0
    ? `last deployment ${minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`} before the failure began`
    : `last deployment ${-minutes} min after the failure began`;
}

export function format(value: number | undefined): string {
  if (value === undefined) return 'unknown';
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
