/**
 * The services of one world, drawn by chance: groups, tiers, toggles, limits, releases, and what ails each. Most worlds
 * are small, so that their executions get in each other's way; some have a thousand services that all fail within a
 * minute.
 */
import { alarmName, type Catalog } from '../../../core/catalog/catalog.ts';
import type { Runbook } from '../../../core/catalog/runbook.ts';
import type { ServiceEntry, TargetGroup } from '../../../core/catalog/service.ts';
import type { Balanced } from '../../../core/catalog/target-groups.ts';
import { TIERS } from '../../../core/vocabulary.ts';
import { aToggle, shippedRunbooks } from '../../support/catalog.ts';
import { CUSTOM_SOURCE } from '../../support/events.ts';
import { newService, startTask, type FakeService } from '../../support/memory-ports/fake-service.ts';
import { between, oneOf, type Chance } from '../engine/chance.ts';
import { ailmentOf, FAILURE_TYPES, WATCHES, type Ailment } from './ailment.ts';
import { climateOf, policiesOf, type Climate } from './climate.ts';
import { ACCOUNT_LIMITS, SERVICE_LIMITS } from './limits.ts';
import { note, type Member } from './member.ts';
import { protectTasks } from './protection.ts';

/** On a period's boundary. */
export const START = Date.UTC(2026, 0, 15, 3, 0);

export interface Size {
  readonly services: number;
  readonly groups: number;
  /** Within so many ms everything begins to fail. */
  readonly withinMs: number;
}

/** The world in which a thousand services fail within a minute: the first of a whole run. It takes as long as a thousand others. */
export const STORM_SEED = 1;
const STORM: Size = { services: 1_000, groups: 250, withinMs: 60_000 };

export function sizeOf(seed: number, chance: Chance): Size {
  if (seed === STORM_SEED) return STORM;
  const services = 2 + Math.floor(chance('world', 1) ** 2 * 14);
  const together = chance('world', 2) < 0.4;
  return {
    services,
    groups: Math.max(1, Math.ceil(services * between(0.2, 0.9, chance('world', 3)))),
    withinMs: (together ? 1 : 90) * 60_000,
  };
}

const CALM: Climate = { asks: false, busy: false, promises: false, protects: false };

export interface FleetOptions {
  readonly size: Size;
  readonly chance: Chance;
  readonly parameter: (name: string) => string | undefined;
}

export interface Fleet {
  readonly catalog: Catalog;
  readonly members: readonly Member[];
}

export function fleetOf({ size, chance, parameter }: FleetOptions): Fleet {
  const climate = size === STORM ? CALM : climateOf(chance);
  const members = Array.from({ length: size.services }, (_, index) => {
    const entry = { ...entryOf(index, size, chance), ...policiesOf(climate, chance, index) };
    const from = START + 120_000 + chance('service', index, 20) * size.withinMs;
    const ailment = ailmentOf(chance, index, { from, ...climate });
    const member = memberOf({ index, entry, ailment, chance, parameter });
    if (climate.protects) protectTasks(member.fake, { from, share: (which) => chance('service', index, 16, which) });
    return member;
  });
  const catalog = catalogOf(
    members.map(({ entry }) => entry),
    chance,
  );
  // What a thousand services do together is limited as it is by default.
  return { catalog: size === STORM ? { ...catalog, limits: {} } : catalog, members };
}

function entryOf(index: number, size: Size, chance: Chance): ServiceEntry {
  const draw = (which: number): number => chance('service', index, which);
  const name = `s${index}`;
  const behindLoadBalancer = draw(1) < 0.8;
  const helps = ['high-error-rate', 'high-cpu'];
  const toggles = [`${name}-a`, `${name}-b`].slice(0, Math.floor(draw(3) * 4)).map((toggle) => ({
    ...aToggle(toggle, helps),
    ...(draw(12) < 0.3 ? { shedsLoad: true } : {}),
  }));
  return {
    name,
    cluster: 'shop',
    ecsService: name,
    tier: oneOf(TIERS, draw(4)),
    group: `group-${Math.floor(draw(5) * size.groups)}`,
    dependencies: index > 0 && draw(6) < 0.15 ? [`s${index - 1}`] : [],
    toggles,
    ...(behindLoadBalancer ? balancedBy(name, draw(14)) : {}),
    ...(draw(15) < 0.25 ? { replaceProtectedTasks: true } : {}),
    periodSeconds: draw(7) < 0.3 ? 20 : 60,
    taskMetrics: draw(8) < 0.6,
    signalSources: [CUSTOM_SOURCE],
    runbooks: RUNBOOKS_OF_SERVICE,
    limits: oneOf(SERVICE_LIMITS, chance('world', 10)),
  };
}

/** By one target group, by two that both take requests, or by a blue/green pair, of which one has them. */
function balancedBy(name: string, share: number): Balanced {
  const group = (of: string): TargetGroup => {
    const suffix = `targetgroup/${of}/0123456789abcdef`;
    return {
      arn: `arn:aws:elasticloadbalancing:us-east-1:123456789012:${suffix}`,
      targetGroupDimension: suffix,
      loadBalancerDimension: 'app/shop/0123456789abcdef',
    };
  };
  if (share < 0.25) return { targetGroup: group(name), furtherTargetGroups: [group(`${name}-inner`)] };
  return { targetGroup: { ...group(name), ...(share < 0.45 ? { alternate: group(`${name}-green`) } : {}) } };
}

const RUNBOOKS_OF_SERVICE: ServiceEntry['runbooks'] = Object.fromEntries(
  FAILURE_TYPES.map((failureType) => [failureType, { thresholds: {} }]),
);

/** Alarms are the watches that something can be wrong with; limits differ from world to world. */
function catalogOf(services: readonly ServiceEntry[], chance: Chance): Catalog {
  const attemptsMax = 1 + Math.floor(chance('world', 4) * 3);
  const windowMinutes = oneOf([20, 60, 120], chance('world', 5));
  // What some services report themselves is confirmed by the metrics of the same failure.
  const limited = (runbook: Runbook): Runbook => ({
    ...runbook,
    signals: [...runbook.signals, { kind: 'custom' }],
    limits: { attemptsMax, windowMinutes },
  });
  const runbooks = shippedRunbooks()
    .filter(({ runbook }) => FAILURE_TYPES.includes(runbook.failureType))
    .map(({ runbook }) => [runbook.failureType, limited(runbook)] as const);
  const alarms = services.flatMap(({ name }) =>
    Object.entries(WATCHES).map(
      ([failureType, watch]) =>
        [alarmName('healer', name, failureType, watch), { service: name, failureType }] as const,
    ),
  );
  return {
    version: 'chaos',
    healer: 'healer',
    limits: oneOf(ACCOUNT_LIMITS, chance('world', 9)),
    services: Object.fromEntries(services.map((entry) => [entry.name, entry])),
    alarms: Object.fromEntries(alarms),
    runbooks: Object.fromEntries(runbooks),
  };
}

interface MemberOptions {
  readonly index: number;
  readonly entry: ServiceEntry;
  readonly ailment: Ailment;
  readonly chance: Chance;
  readonly parameter: (name: string) => string | undefined;
}

function memberOf({ index, entry, ailment, chance, parameter }: MemberOptions): Member {
  const revision = (number: number): string =>
    `arn:aws:ecs:us-east-1:123456789012:task-definition/${entry.name}:${number}`;
  const releases = { good: revision(6), bad: revision(7), next: revision(8) };
  const desired = 1 + Math.floor(chance('service', index, 9) * 5);
  const fresh = newService(entry, { desired, taskDefinitionArn: releases.good, pace: paceOf(chance, index) }, START);
  const alternate = entry.targetGroup?.alternate;
  if (alternate !== undefined && chance('service', index, 17) < 0.5) fresh.groups = [alternate.arn];
  const fake = started(fresh, {
    desired,
    ...(ailment.cure === 'rollBack' ? { released: { arn: releases.bad, at: ailment.from - 6 * 60_000 } } : {}),
  });
  fake.startsFail = ailment.startsFail;
  const toggle = entry.toggles.at(-1);
  const member: Member = {
    index,
    entry,
    fake,
    ailment,
    releases,
    sickTasks: new Set(fake.tasks.slice(0, ailment.sickTasks).map(({ arn }) => arn)),
    switchedOff: () => toggle !== undefined && parameter(toggle.parameter) === toggle.off,
    spells: [{ at: 0, severity: 0 }],
    served: [],
    wanted: [{ at: 0, count: desired }],
    counts: [{ at: 0, count: desired }],
    healerCounts: [],
    harmedBy: new Set(),
    healerCount: undefined,
    failedShare: failedShareOf(entry, chance('service', index, 13)),
    settledAt: START,
    alarm: { state: 'OK', changedAt: START, changes: 0 },
  };
  note(member, START);
  return member;
}

interface Started {
  readonly desired: number;
  readonly released?: { readonly arn: string; readonly at: number };
}

/** All tasks running, of the last release. */
function started(fake: FakeService, { desired, released }: Started): FakeService {
  if (released !== undefined) {
    const { arn, at } = released;
    const id = 'ecs-svc/2';
    const deployment = `arn:aws:ecs:us-east-1:123456789012:service-deployment/shop/${fake.entry.ecsService}/2`;
    fake.deployments.unshift({
      id,
      arn: deployment,
      status: 'SUCCESSFUL',
      startedAt: at,
      finishedAt: at + 120_000,
      taskDefinitionArn: arn,
    });
  }
  for (let count = 0; count < desired; count += 1) startTask(fake, START, 'started');
  return fake;
}

/** Of the failed requests that its objective allows: hardly any, most, or, more often, more than all. */
const SPENT_SHARES = [0.05, 0.6, 1.2, 3, 3] as const;

function failedShareOf({ slo }: ServiceEntry, share: number): number {
  return slo === undefined ? 0 : (1 - slo.availability) * oneOf(SPENT_SHARES, share);
}

function paceOf(chance: Chance, index: number): { readonly startMs: number; readonly healthyMs: number } {
  return {
    startMs: between(5_000, 60_000, chance('service', index, 10)),
    healthyMs: between(5_000, 40_000, chance('service', index, 11)),
  };
}
