/**
 * Writes down what took effect: what each Lambda has read, and every change of the world, of leases, of incidents and of
 * memory. It looks at what is stored and true, never at what the healer says about itself.
 */
import type { Incident } from '../../../core/incident/incident.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import type { CalendarState } from '../../../core/world/calendar.ts';
import type { Experience } from '../../../core/memory/results.ts';
import type { OverrideReading, ParameterReading } from '../../../core/world/parameter.ts';
import type { Point, SeriesRequest } from '../../../core/world/series.ts';
import type { RolloutLimits, ServiceSnapshot } from '../../../core/world/service.ts';
import type { TargetAddress, TargetSnapshot } from '../../../core/world/target.ts';
import type { TaskProtection } from '../../../core/world/task.ts';
import type { ReservationRequest, ReservationResult } from '../../../core/limits/requests.ts';
import type { Move } from '../../../core/incident/journal.ts';
import type { Message } from '../../../core/incident/message.ts';
import type { Invocation } from '../engine/lambda.ts';
import type { Call, Observe } from '../faults/attack.ts';
import { ACCOUNT } from '../../../sim/ports/limits.ts';
import { limitsOf } from '../world/limits.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';
import type { Told } from './effect.ts';
import type { Evidence } from './evidence.ts';
import { closedEffect } from './closed.ts';
import { movedEffect } from './moved.ts';
import { answerIn, asksToUndo, needsApproval } from './approval-needed.ts';
import { allows } from './override-allows.ts';
import { budgetSpentIn, harmfulIn } from './restraints.ts';
import { targetsNamed } from './target.ts';

type Seen = (world: World, invocation: Invocation, call: Call, value: never) => void;

/** What is written down of which call. */
const SEEN: Readonly<Record<string, Seen>> = {
  'override.read': (world, invocation, _call, value: OverrideReading) => {
    const state = invocation.state.replace('Undo', '');
    const remedy = `${state.slice(0, 1).toLowerCase()}${state.slice(1)}`;
    const asking = { now: world.site.timetable.now() + invocation.skewMs, remedy };
    note(invocation, {
      override: allows(value.global, 'must exist', asking) && allows(value.service, 'may be absent', asking),
      ...(value.answer === undefined ? {} : { answer: answerIn(value.answer) }),
      ...(value.undo === undefined ? {} : { undo: asksToUndo(value.undo) }),
    });
  },
  'services.describe': (world, invocation, { asOf }, value: ServiceSnapshot) => {
    const deploying =
      value.deployments.length > 1 || value.deployments.some((one) => one.rolloutState === 'IN_PROGRESS');
    note(invocation, { deploying, desired: value.desiredCount, observedAt: earliest(invocation, asOf) });
  },
  'services.tasks': (_world, invocation, { asOf }) => note(invocation, { observedAt: earliest(invocation, asOf) }),
  'services.protections': (_world, invocation, _call, value: readonly TaskProtection[]) =>
    note(invocation, { free: value.filter(({ state }) => state === 'free').map(({ taskArn }) => taskArn) }),
  'services.targets': (_world, invocation, { asOf }, value: readonly TargetSnapshot[]) =>
    note(invocation, {
      observedAt: earliest(invocation, asOf),
      registered: value.filter(({ state }) => state !== 'draining' && state !== 'unused').map(({ id }) => id),
    }),
  'calendars.state': (_world, invocation, _call, value: CalendarState) =>
    note(invocation, { calendarClosed: value.kind === 'closed' }),
  'toggles.read': (_world, invocation, _call, value: ParameterReading) =>
    note(invocation, { toggle: value.kind === 'value' ? value.value : undefined }),
  'metrics.alarms': (_world, invocation, _call, value: readonly AlarmSnapshot[]) =>
    note(invocation, { alarms: colour(value) }),
  'metrics.series': (world, invocation, { input }, value: Readonly<Record<string, readonly Point[]>>) => {
    const { service = '' } = world.store.ledger.incidents.get(invocation.incidentId ?? '') ?? {};
    const spent = budgetSpentIn(input[0] as readonly SeriesRequest[], value, world.members.get(service)?.entry.slo);
    note(invocation, spent === undefined ? {} : { budgetSpent: spent });
  },
  'memory.read': (_world, invocation, _call, value: readonly Experience[]) =>
    note(invocation, { harmful: harmfulIn(value) }),
  'ledger.load': (_world, invocation, { input }) => note(invocation, { loaded: input[0] as string }),
  'ledger.service': (world, invocation, { input }, value: { openIncidentId?: string }) => {
    // Others of its group are asked about as well.
    const own = world.store.ledger.incidents.get(invocation.incidentId ?? '')?.service;
    if (own !== undefined && own !== input[0]) return;
    note(invocation, {
      otherOpen: value.openIncidentId !== undefined && value.openIncidentId !== invocation.incidentId,
    });
  },
  'limits.reserve': (world, invocation, { input }, value: ReservationResult) =>
    granted(world, invocation, input[0] as ReservationRequest, value),
  'limits.fleet': (world) => stormSeen(world),
  'limits.report': (world) => stormSeen(world),
  'limits.renew': (world, invocation, { input }, value: unknown) =>
    renewed(world, invocation, input[0] as Claim, value),
  'limits.release': (world, invocation, { input }) => {
    const { group, incidentId } = input[0] as Claim;
    world.record({ kind: 'released', at: world.site.timetable.now(), incidentId, group, state: invocation.state });
  },
  'ledger.save': (_world, invocation, { input }) => {
    const journalled = (input[0] as Incident).attempts.at(-1)?.journal.moves.at(-1)?.move;
    note(invocation, journalled === undefined ? {} : { journalled });
  },
  'ledger.admit': (world, _invocation, { input }, value: { kind: string }) => {
    const { opens } = input[0] as { opens?: Incident };
    if (value.kind !== 'recorded' || opens === undefined) return;
    world.record({ kind: 'opened', at: world.site.timetable.now(), incidentId: opens.id, service: opens.service });
  },
  'ledger.close': (world, invocation, _call, value: { kind: string; incident?: Incident }) => {
    if (value.kind === 'closed' && value.incident !== undefined)
      world.record(closedEffect(world, invocation, value.incident));
  },
  'notifier.publish': (world, invocation, { input }) =>
    // A sweep tells of many incidents: it has just loaded the one it tells of.
    world.record(toldEffect(world, { ...invocation, incidentId: invocation.evidence.loaded }, input[0] as Message)),
};

function movedTarget({ id, port, group }: TargetAddress) {
  return { targetId: id, port, ...(group !== undefined && { group }) };
}

/** Moves by the calls that make them. */
const MOVES: Readonly<Record<string, (input: readonly unknown[]) => Move>> = {
  'services.setDesiredCount': ([, count]) => ({ kind: 'setDesiredCount', count: count as number }),
  'services.stopTask': ([, taskArn]) => ({ kind: 'stopTask', taskArn: taskArn as string }),
  'services.deregisterTarget': ([, target]) => ({ kind: 'deregisterTarget', ...movedTarget(target as TargetAddress) }),
  'services.registerTarget': ([, target]) => ({ kind: 'registerTarget', ...movedTarget(target as TargetAddress) }),
  'services.setTaskDefinition': ([, taskDefinitionArn, rolloutLimits]) => ({
    kind: 'setTaskDefinition',
    taskDefinitionArn: taskDefinitionArn as string,
    ...(rolloutLimits === undefined ? {} : { rolloutLimits: rolloutLimits as RolloutLimits }),
  }),
  'services.setRolloutLimits': ([, rolloutLimits]) => ({
    kind: 'setRolloutLimits',
    rolloutLimits: rolloutLimits as RolloutLimits,
  }),
  'toggles.write': ([parameter, value]) => ({
    kind: 'writeToggle',
    parameter: parameter as string,
    value: value as string,
  }),
};

/** Watches a world. */
export function recorderOf(world: World): Observe {
  return (invocation, call, value) => {
    SEEN[call.point.name]?.(world, invocation, call, value as never);
    const moveOf = MOVES[call.point.name];
    if (moveOf !== undefined) moved(world, invocation, moveOf(call.input));
  };
}

interface Teller {
  readonly state: string;
  readonly incidentId?: string | undefined;
}

/** A message as it went out. */
export function toldEffect(world: World, { state, incidentId = '' }: Teller, message: Message): Told {
  const { stage, outcome } = message.attributes;
  const kind = AFTERWARDS.find(([subject]) => subject.test(message.subject))?.[1];
  if (SWITCHED.test(message.subject)) world.leftoversTold.add(incidentId);
  if (TASKS_STAY.test(message.body) || COUNT_STAYS.test(message.subject)) world.countsTold.add(incidentId);
  const said = kind ?? MESSAGES[`${stage} ${outcome}`] ?? ENDS[stage] ?? 'other';
  const targets = said === 'question' || said === 'reminder' ? targetsNamed(message.body) : undefined;
  const at = world.site.timetable.now();
  return { kind: 'told', at, incidentId, message: said, outcome, state, ...(targets && { targets }) };
}

/** Messages by stage and outcome; that a storm is over is no incident's end. */
const MESSAGES: Readonly<Record<string, Told['message']>> = {
  'started started': 'start',
  'started storm': 'storm',
  'started approval': 'question',
  'ended storm': 'other',
};
const ENDS: Readonly<Record<string, Told['message']>> = { ended: 'end' };

/** Tasks that only a person will remove. */
const TASKS_STAY = /tasks are desired instead of \d+: remove them yourself/;
/** A count that another actor changed meanwhile, or that was needed for too long. */
const COUNT_STAYS = /count of tasks not put back$/;
/** A toggle that could not be restored, or that stays switched for a person to decide. */
const SWITCHED = /(still|stays) switched/;
/** Messages that are not told from others by stage and outcome. */
const AFTERWARDS: readonly (readonly [RegExp, Told['message']])[] = [
  [/still waiting/, 'reminder'],
  [SWITCHED, 'leftover'],
  [/tasks still added/, 'leftover'],
  [/: (undone|NOT UNDONE: NEEDS YOU)$/, 'undone'],
  [/: undo waits$/, 'other'],
  [/ not put back$/, 'other'],
  [/ still held back$/, 'other'],
];

function moved(world: World, invocation: Invocation, move: Move): void {
  const incident = world.store.ledger.incidents.get(invocation.incidentId ?? '');
  if (incident === undefined) {
    const cause = `${move.kind} for no incident`;
    world.record({ kind: 'defect', at: world.site.timetable.now(), state: invocation.state, error: 'Unknown', cause });
    return;
  }
  const member = memberOf(world, incident);
  world.record(movedEffect(world, { invocation, incident, move, member }));
  invocation.evidence = {};
  world.touched(incident.service);
}

function memberOf({ members }: World, { service }: Pick<Incident, 'service'>): Member {
  const member = members.get(service);
  if (member === undefined) throw new Error(`there is no service ${service}`);
  return member;
}

interface Claim {
  readonly group: string;
  readonly incidentId: string;
  readonly fence: number;
}

function granted(
  world: World,
  { state, evidence }: Invocation,
  request: ReservationRequest,
  value: ReservationResult,
): void {
  if (value.kind !== 'granted') return;
  const { incidentId, attempt, service, group, attemptsMax, windowMinutes, remedy, failureType } = request;
  const steps = world.catalog.runbooks[failureType]?.remedies ?? [];
  const member = memberOf(world, request);
  const { entry } = member;
  const how = steps.find((step) => step.remedy === remedy)?.class ?? 'disruptive';
  world.record({
    kind: 'granted',
    at: world.site.timetable.now(),
    incidentId,
    attempt,
    service,
    group,
    fence: value.fence,
    attemptsMax,
    windowMinutes,
    state,
    remedy,
    class: how,
    budgetSpent: how === 'disruptive' && evidence.budgetSpent === true,
    harmful: evidence.harmful?.includes(remedy) === true,
    needsApproval: needsApproval({ entry, remedy, class: how, hopeless: failsHopelessly(member) }, evidence),
    storm: world.store.limits.account.get(ACCOUNT)?.storm?.level ?? 'none',
    services: world.members.size,
    limits: limitsOf(world.catalog, entry),
  });
}

/** A rollback is not waited for where half of the requests fail; more need not be known. */
function failsHopelessly({ ailment, spells }: Member): boolean {
  const worst =
    ailment?.metric === 'errorRatePercent' ? ailment.sickValue * Math.max(...spells.map((one) => one.severity)) : 0;
  return worst >= 50;
}

/** The storm on record, where it is another than before. */
function stormSeen(world: World): void {
  const storm = world.store.limits.account.get(ACCOUNT)?.storm;
  const level = storm?.level ?? 'none';
  const name = `${level} ${storm?.since ?? ''}`;
  if (world.storms.last === name) return;
  world.storms.last = name;
  world.record({ kind: 'storm', at: world.site.timetable.now(), level, swept: world.storms.swept });
}

function renewed(world: World, invocation: Invocation, { group, incidentId, fence }: Claim, value: unknown): void {
  const lease = world.store.limits.leases.get(group);
  const at = world.site.timetable.now();
  const held = value !== undefined && lease?.holder === incidentId && lease.fence === fence && lease.until > 0;
  note(invocation, { fence: { held, fence, at } });
  if (held) world.record({ kind: 'renewed', at, incidentId, group, state: invocation.state });
}

function colour(alarms: readonly AlarmSnapshot[]): 'red' | 'clear' | 'neither' {
  if (alarms.some(({ state }) => state === 'ALARM')) return 'red';
  return alarms.length > 0 && alarms.every(({ state }) => state === 'OK') ? 'clear' : 'neither';
}

function earliest({ evidence }: Invocation, asOf: number): number {
  return Math.min(evidence.observedAt ?? asOf, asOf);
}

function note(invocation: Invocation, seen: Partial<Evidence>): void {
  invocation.evidence = { ...invocation.evidence, ...seen };
}
