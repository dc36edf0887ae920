/**
 * Not the product's here: intake, because the virtual world has causes in place of signals, and undo and aftercare, because
 * its remedies make no moves. All else is `step`: it is told what was seen, and the commands it answers with are carried
 * out in virtual time, from the alarm of an incident to its one outcome.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import { attemptId } from '../../core/limits/reservation.ts';
import { healsWithinADay, relapseOf } from '../../core/incident/relapse.ts';
import { PLAYED_KINDS } from '../world/remedies.ts';
import type { Command } from '../../core/incident/command.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { step } from '../../core/workflow/step.ts';
import { spokenFor } from '../../core/transitions/transitions.ts';
import { SYMPTOMS, type Symptom } from '../world/causes.ts';
import { acted, effectOf, usedBy, verified } from './acting.ts';
import { closed, incidentOf, openedAt, paged, type Case } from './case.ts';
import { clockTime, minutesAt } from './clock-time.ts';
import { decided } from './deciding.ts';
import { alarmIncident, runbookOf } from './registered.ts';
import type { Heal, Run } from './state.ts';
import { settled, takenBack } from './told.ts';
import { restarted } from './unbounded.ts';

const RUNBOOKS = Object.fromEntries(SYMPTOMS.map((symptom) => [symptom, runbookOf(symptom, PLAYED_KINDS)])) as Readonly<
  Record<Symptom, Runbook>
>;

/** An alarm goes red: settings of the healer are played by its workflow, a policy that knows no bounds by itself. */
export function begin(run: Run, one: Case): void {
  if (run.policy.style === 'bounded') open(run, one);
  else restarted(run, one);
}

function open(run: Run, one: Case): void {
  const { signs, service: virtual, index } = one.seen;
  const { catalog, restraints } = run;
  const now = clockTime(run.agenda.now());
  const service = serviceNamed(catalog, virtual.name);
  if (service === undefined) throw new Error(`${virtual.name} is not registered`);
  const runbook = RUNBOOKS[signs.symptom];
  const record = restraints.record(service.name);
  const relapse = relapseOf(record, signs.symptom, now);
  const healsBefore = healsWithinADay(record, signs.symptom, now);
  const opening = { symptom: signs.symptom, service, runbook, catalog, now, relapse, healsBefore };
  // That it begins wakes no person here, so its first message is left out.
  const incident = { ...alarmIncident(opening), id: `${index}-${one.closed.length + 1}`, announced: true };
  openedAt(one, run.agenda.now());
  restraints.opened(incident);
  if (relapse !== undefined) takenBack(run, relapse.of);
  follow({ run, one, service, runbook, incident, using: undefined, effect: undefined }, incident.command);
}

function follow(heal: Heal, command: Command): void {
  const { agenda } = heal.run;
  switch (command.kind) {
    case 'announce':
    case 'notify':
      heard(heal, command.message.attributes.outcome);
      return follow(heal, command.next);
    case 'wait':
      return agenda.add(Math.max(agenda.now(), minutesAt(Date.parse(command.until))), () => follow(heal, command.next));
    case 'decide':
      return next(heal, decided(heal));
    case 'act':
      return next(heal, acted(heal));
    case 'verify':
      return next(heal, verified(heal));
    case 'learn':
      heal.run.restraints.settled(heal.incident, heal.service);
      learnt(heal);
      return next(heal, { kind: 'learnt' });
    case 'close':
      return next(heal, { kind: 'closed' });
    case 'stop':
      return over(heal);
  }
}

function next(heal: Heal, input: StepInput): void {
  const { service, runbook, run } = heal;
  const { incident, command } = step(heal.incident, input, { service, runbook, now: clockTime(run.agenda.now()) });
  heal.incident = incident;
  follow(heal, command);
}

/** Messages after which a person begins to work on it. */
const WAKING: ReadonlySet<string> = new Set(['escalated', 'failed', 'storm']);

function heard({ run, one, incident }: Heal, outcome: string): void {
  if (!WAKING.has(outcome)) return;
  paged(one, run.agenda.now());
  if (outcome !== 'storm') return;
  if (incident.storm !== undefined) run.stormsTold.set(incident.storm, run.agenda.now());
  incidentOf(one).tellsOfStorm = true;
}

function learnt(heal: Heal): void {
  const { run, one, incident } = heal;
  // Of a closed incident too: what the healer itself failed at is settled after its end.
  const last = incident.attempts.at(-1);
  if (last === undefined || last.status === 'pending') throw new Error(`no attempt of ${incident.id} is over`);
  const { number, status } = last;
  const attempt = attemptId({ incidentId: incident.id, attempt: number });
  settled(run, one, { ...usedBy(heal), attempt, status, effect: effectOf(heal) });
  heal.using = undefined;
  heal.effect = undefined;
}

function over(heal: Heal): void {
  const { run, one, incident, service } = heal;
  const { outcome } = incident;
  if (outcome === undefined) throw new Error(`incident ${incident.id} has no outcome`);
  if (heal.using !== undefined) learnt(heal);
  run.restraints.closed(incident, service);
  const now = run.agenda.now();
  const last = incident.decisions.at(-1);
  const reason = last?.kind === 'page' ? last.holds[0]?.reason : undefined;
  const wanted = reason === 'queue-expired' ? incidentOf(one).waits?.reason : reason;
  closed(one, { closedAt: now, outcome, spokenFor: spokenFor(incident) }, wanted);
  run.over(one);
}
