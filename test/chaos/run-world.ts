/**
 * One world from its seed to its end: everything the healer's stages do in it, attacked by plan, judged after every
 * effect. The same seed without the same faults gives the same world, bit for bit.
 */
import { overrideParameterName } from '../../core/vocabulary.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { hashOf } from '../../sim/world/hash.ts';
import { chanceOf, oneOf } from './engine/chance.ts';
import { lambdasOf, type Invocation } from './engine/lambda.ts';
import type { Answer } from '../support/player.ts';
import type { Site, Strike } from './engine/site.ts';
import { timetableOf } from './engine/timetable.ts';
import { attackedPorts } from './faults/attack.ts';
import { aimedWorld } from './faults/aim.ts';
import { planOf } from './faults/plan.ts';
import { BETWEEN, CLOCK } from './faults/points.ts';
import { inspectorOf } from './invariants/all.ts';
import type { Violation } from './invariants/invariant.ts';
import { digestOf } from './record/digest.ts';
import type { Effect } from './record/effect.ts';
import { endedEffect } from './record/ended.ts';
import { recorderOf, toldEffect } from './record/recorder.ts';
import { coverageOf, type CoverageFigures } from './report/coverage.ts';
import { traceOf } from './report/trace.ts';
import { alarmsOf, failingEvent, send, type AlarmOptions, type Delivered } from './world/alarms.ts';
import { disturb } from './world/disturb.ts';
import { fleetOf, sizeOf, START } from './world/fleet.ts';
import { hear } from './world/hear.ts';
import type { Member } from './world/member.ts';
import { rememberPast } from './world/past.ts';
import { planRestore } from './world/restore.ts';
import { portsOf, storeOf } from './world/ports.ts';
import type { Copies } from './world/shared-shelf.ts';
import { neglect } from './world/unattended.ts';
import type { World } from './world/world.ts';
import { end, play, type Execution, type Machine } from './workflow/execution.ts';
import { sendToReaper } from './workflow/reaper.ts';
import { stagesOf } from './workflow/stages.ts';
import { startSweeps } from './workflow/sweeps.ts';
import { fakeParameters } from '../support/memory-ports/fake-parameters.ts';

export interface WorldOptions {
  readonly seed: number;
  /** Ids of faults to leave out. */
  readonly without?: ReadonlySet<string>;
  /** Whether a trace is kept. */
  readonly traced?: boolean;
  /** @default 'shared' */
  readonly copies?: Copies;
}

export interface WorldReport {
  readonly seed: number;
  readonly executions: number;
  readonly incidents: number;
  /** Attempts that did something to the world. */
  readonly moves: number;
  readonly violations: readonly Violation[];
  readonly coverage: CoverageFigures;
  /** Ids of the faults that were made, in order. */
  readonly struck: readonly string[];
  readonly trace: readonly string[];
  readonly digest: string;
}

/** Toggles are tried for eight days; a person may hold what is left a little longer. */
const LONGEST_MS = 15 * 24 * 3_600_000;
/** After so long everybody leaves the world alone, so that it comes to its end: toggles are tried for days. */
const DISTURBED_MS = 2 * 24 * 3_600_000;
/** Violations told of one world: the first says what is wrong. */
const VIOLATIONS_MAX = 5;
/** Share of the worlds whose Lambdas have wrong clocks. */
const SKEWED = 0.25;
/** What a stage throws where the world did not answer; anything else is a defect. */
const EXPECTED = new Set([
  'ReadFailed',
  'WriteFailed',
  'Conflict',
  'SignalRejected',
  'Lambda.Unknown',
  'Sandbox.Timedout',
]);

const TABLE_RESTORE = { state: 'table', point: { name: 'restore' }, incidentId: undefined };

/** Runs it. */
export async function runWorld(options: WorldOptions): Promise<WorldReport> {
  const made = makeWorld(options);
  const { world, executions, counts, watch } = made;
  const { timetable } = world.site;
  for (const member of world.members.values()) {
    timetable.at(member.ailment?.from ?? START, () => watch(member));
  }
  const finished = await timetable.run(START + LONGEST_MS);
  const running = [...executions.values()].filter(({ status }) => status === 'RUNNING').length;
  world.record(endedEffect(world, { stuck: !finished, running, unattendedUntil: made.unattendedUntil }));
  return {
    seed: options.seed,
    executions: executions.size,
    incidents: world.store.ledger.incidents.keys().length,
    moves: counts.moves,
    violations: made.violations.map((violation) => ({ ...violation, executions: executions.size })),
    coverage: world.site.coverage.figures(),
    struck: made.struck,
    trace: made.trace.lines(),
    digest: made.digest.text(),
  };
}

interface Made {
  readonly world: World;
  readonly executions: ReadonlyMap<string, Execution>;
  readonly counts: { moves: number };
  readonly violations: readonly Omit<Violation, 'executions'>[];
  readonly struck: readonly string[];
  readonly trace: ReturnType<typeof traceOf>;
  readonly digest: ReturnType<typeof digestOf>;
  readonly watch: (member: Member) => void;
  readonly unattendedUntil: number;
}

function makeWorld({ seed, without = new Set(), traced = false, copies = 'shared' }: WorldOptions): Made {
  const { base, aim } = aimedWorld(seed);
  const chance = chanceOf(base);
  const plan = planOf({ chance, start: START, without, aim });
  const timetable = timetableOf(START, chance);
  const trace = traceOf(traced);
  const digest = digestOf();
  const counts = { moves: 0 };
  const violations: Omit<Violation, 'executions'>[] = [];
  const struck: string[] = [];
  const executions = new Map<string, Execution>();
  const inspect = inspectorOf(seed, (violation) => {
    trace.add(violation.at, () => `VIOLATION ${violation.invariant}: ${violation.says}`);
    if (violations.length < VIOLATIONS_MAX) violations.push(violation);
  });
  const record = (effect: Effect): void => {
    digest.add(effect);
    trace.effect(effect);
    if (effect.kind === 'moved') counts.moves += 1;
    inspect(effect);
  };
  const parameters = fakeParameters(timetable.now);
  const { catalog, members: list } = fleetOf({ size: sizeOf(base, chance), chance, parameter: parameters.get });
  const members = new Map(list.map((member) => [member.entry.name, member]));
  parameters.set(overrideParameterName(), 'auto');
  for (const { entry } of list) for (const toggle of entry.toggles) parameters.set(toggle.parameter, toggle.on);
  const noted = (strike: Strike): void => {
    struck.push(strike.id);
    const { fault, state, point, incidentId } = strike;
    site.coverage.struck(state, point.name, fault);
    record({ kind: 'fault', at: timetable.now(), fault, state, point: point.name, incidentId });
  };
  const site: Site = {
    timetable,
    chance,
    plan,
    coverage: coverageOf(),
    record,
    struck: noted,
    mayStrike: (strike) => {
      if (without.has(strike.id)) return false;
      noted(strike);
      return true;
    },
    lambdas: lambdasOf({
      timetable,
      chance,
      skewed: (state) => (chance('world', 7) < SKEWED || plan.aimsAtClock(state)) && !without.has('clock-skew'),
      watch: (invocation, answer) => watchInvocation(invocation, answer),
    }),
    disturb: ({ fault, id }, { key }) => {
      if (timetable.now() > START + DISTURBED_MS) return false;
      const execution = byKey.get(key);
      // A sweep is of no service: it happens to one of them.
      const member = members.get(execution?.service ?? '') ?? oneOf(list, chance('extent', hashOf(id)));
      const open = store.ledger.services.get(member.entry.name)?.openIncidentId;
      const incident = store.ledger.incidents.get(execution?.incidentId ?? open ?? '');
      return disturb({ ...disturbing, incident, abort: () => aborted(execution) }, member, fault, id);
    },
  };
  const aborted = (execution: Execution | undefined): boolean => {
    if (execution?.status !== 'RUNNING') return false;
    end(machine, execution, 'ABORTED');
    return true;
  };
  const watchInvocation = (invocation: Invocation, answer: Answer<unknown> | undefined): void => {
    const { state, skewMs, incidentId } = invocation;
    trace.invocation(timetable.now(), invocation, answer);
    if (answer === undefined) site.coverage.called(state, CLOCK);
    if (answer === undefined && skewMs !== 0) {
      struck.push('clock-skew');
      site.coverage.struck(state, 'clock', 'clock-skew');
      record({ kind: 'fault', at: timetable.now(), fault: 'clock-skew', state, point: 'clock', incidentId });
    }
    if (answer?.kind !== 'failed' || EXPECTED.has(answer.error)) return;
    // Its execution goes on from a step that the restored table knows nothing of: it fails, and its incident is given up.
    if (struck.includes('restore') && answer.cause.includes('is ahead of the record')) return;
    record({ kind: 'defect', at: timetable.now(), state, error: answer.error, cause: answer.cause });
  };
  const store = storeOf(copies);
  const remembered = rememberPast(store.memory, chance);
  const world: World = {
    site,
    catalog,
    members,
    parameters,
    store,
    remembered,
    record,
    touched: (service) => {
      const member = members.get(service);
      if (member !== undefined) watch(member);
    },
    toggleWriters: new Map(),
    leftoversTold: new Set(),
    countsTold: new Set(),
    storms: { last: 'none ', swept: false },
  };
  const byKey = new Map<number, Execution>();
  const start = ({ key, service, event }: Delivered, name: string): void => {
    const arn = `arn:aws:states:us-east-1:123456789012:execution:healer:${name}`;
    if (executions.has(arn)) return;
    const execution: Execution = { arn, key, service, state: 'Intake', invocations: 0, status: 'RUNNING', path: [] };
    executions.set(arn, execution);
    byKey.set(key, execution);
    void play(machine, execution, event);
  };
  const ports: Ports = portsOf(world, { executions, start });
  const stages = stagesOf(attackedPorts(ports, { site, observe: recorderOf(world) }), catalog);
  const { sweeping, absentMs } = startSweeps({ site, stages });
  const unattended = (): boolean => timetable.now() < START + absentMs;
  world.storms.swept = sweeping;
  const machine: Machine = {
    site,
    stages,
    publish: (execution, message) => {
      const told = toldEffect(world, execution, message);
      record(told);
      const [incident, member] = [store.ledger.incidents.get(told.incidentId), members.get(execution.service)];
      if (incident !== undefined && member !== undefined) hear(disturbing, { told, incident, member });
    },
    markNotified: (incidentId, answers) => void ports.ledger.markNotified(incidentId, timetable.now(), answers),
    over: (execution) => {
      execution.endedAt = timetable.now();
      trace.over(timetable.now(), execution);
      if (execution.status === 'SUCCEEDED') return;
      sendToReaper({ site, stages, sweeping, unattended, incidentOf: store.ledger.executions.get }, execution);
    },
  };
  const deliveries: AlarmOptions = {
    timetable,
    chance,
    sweeping,
    deliver: (delivered) => start(delivered, `event-${delivered.key}`),
    mayFail: (id, fault) =>
      site.mayStrike({ id, fault, state: 'events', point: { name: 'delivery' }, incidentId: undefined }),
  };
  const watch = alarmsOf(deliveries);
  const disturbing = {
    members: list,
    parameters,
    writers: world.toggleWriters,
    now: timetable.now,
    timetable,
    chance,
    touched: watch,
    send: (member: Member, sent: { readonly event: unknown; readonly which: string }) => send(deliveries, member, sent),
  };
  const stop = (round: number, share: number): void => {
    for (const execution of executions.values()) {
      const { key, state, incidentId, status } = execution;
      if (status !== 'RUNNING' || chance('people', key, 30, round) >= share) continue;
      const id = `stop/${key}/${round}`;
      if (site.mayStrike({ id, fault: 'aborted', state, point: BETWEEN, incidentId })) aborted(execution);
    }
  };
  const sayAgain = (round: number): void => {
    for (const member of list) {
      send(deliveries, member, { event: failingEvent(member, timetable.now()), which: `still ${round}` });
    }
  };
  if (absentMs > 0) neglect({ timetable, stop, sayAgain });
  planRestore({
    timetable,
    chance,
    store,
    // A healer whose table is restored has a sweep: what the table says is under way, and is not, is found by nothing else.
    may: () => sweeping && site.mayStrike({ id: 'restore', fault: 'restored', ...TABLE_RESTORE }),
    done: (asOf) => record({ kind: 'restored', at: timetable.now(), asOf }),
  });
  const unattendedUntil = absentMs === 0 ? 0 : START + absentMs;
  return { world, executions, counts, violations, struck, trace, digest, watch, unattendedUntil };
}
