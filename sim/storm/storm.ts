/**
 * A storm: ten services of one group fail together because their shared dependency is overloaded, and each is healed by
 * the same policy, by the product's workflow and inside its limits. Nothing is drawn by chance; the only question is
 * whether healing helps or keeps the failure alive.
 */
import { begin } from '../engine/heal.ts';
import { caseOf, type Case } from '../engine/case.ts';
import { catalogOf } from '../engine/registered.ts';
import { runOf, type Run } from '../engine/state.ts';
import type { Truth } from '../engine/truth.ts';
import type { Policy } from '../policies/policy.ts';
import { watchedMinutes } from '../policies/shipped.ts';
import type { Service } from '../world/fleet.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';
import { STORM, tick, type Dependency } from './dependency.ts';
import { changedBy } from '../../core/vocabulary.ts';

export interface StormResult {
  /** Minutes, summed over the services, within two hours. */
  readonly failingServiceMinutes: number;
  /** Times that a service got fresh tasks, which are more load at first. */
  readonly freshStarts: number;
  /** Services that were being healed at the same time, at most. */
  readonly healsAtOnce: number;
  /** Services a person was paged for. */
  readonly pages: number;
}

const SECONDS = 2 * 3_600;
/** Every second is a step, and a service that waits takes some in a minute. */
const STEPS_MAX = 100 * SECONDS;
/** Share of its load a service gives up with a feature. */
const TOGGLE_SHEDS = 0.5;
/** Retries count as requests: while it fails, more is asked of every service than usual. */
const SIGNS = { symptom: 'high-latency', changed: false, loadUp: true, fleetWide: true } as const;

interface Member {
  readonly service: Service;
  /** Minutes until which its fresh tasks ask for more. */
  warmUntil: number;
  shed: boolean;
  /** Whether its alarm went red since it was last OK. */
  raised: boolean;
}

/** Times are minutes. */
interface Storm {
  readonly dependency: Dependency;
  readonly sheds: boolean;
  readonly utilisation: number;
  readonly members: readonly Member[];
  /** Since when it fails, and when it last did. */
  failingSince: number;
  failedAt: number;
  failingSeconds: number;
  freshStarts: number;
  healsAtOnce: number;
  /** When a person will have cut the load for all. */
  calmAt: number;
}

export interface StormOptions {
  /** Of the dependency in normal times, 0-1. */
  readonly utilisation: number;
  /** Whether the limits of the whole account and the storm brake are at work. @default false */
  readonly braked?: boolean;
  /** Whether the services have features to give up. @default true */
  readonly sheds?: boolean;
}

export function storm(policy: Policy, { utilisation, braked = false, sheds = true }: StormOptions): StormResult {
  const members = Array.from({ length: STORM.services }, (_, index): Member => ({
    service: { index, name: `service-${index}`, tier: 'standard', tasks: 4, group: 0 },
    warmUntil: 0,
    shed: false,
    raised: false,
  }));
  const counts = { failingSeconds: 0, freshStarts: 0, healsAtOnce: 0 };
  const never = { failingSince: Infinity, failedAt: -Infinity, calmAt: Infinity };
  const world: Storm = { sheds, utilisation, members, dependency: { backlog: 0, failing: false }, ...counts, ...never };
  const catalog = catalogOf(
    members.map(({ service }) => service),
    sheds,
  );
  const unlimited = braked ? {} : { account: true as const };
  const run = runOf(policy, catalog, { unlimited, over: () => undefined });
  const cases = members.map((member) =>
    caseOf({ ...member.service, service: member.service, signs: SIGNS }, truthOf(world, member)),
  );
  for (let at = 0; at < SECONDS; at++) run.agenda.add(at / 60, () => second(world, run, cases, at));
  run.agenda.run(STEPS_MAX, SECONDS / 60);
  const { freshStarts, healsAtOnce, failingSeconds } = world;
  const pages = cases.filter((one) => one.pages > 0).length;
  return { failingServiceMinutes: failingSeconds / 60, freshStarts, healsAtOnce, pages };
}

function second(world: Storm, run: Run, cases: readonly Case[], at: number): void {
  const now = at / 60;
  const { members, dependency } = world;
  const share = world.utilisation / STORM.services;
  const load = members.reduce((sum, { shed }) => sum + (shed ? share * TOGGLE_SHEDS : share), 0);
  const warm = members.filter(({ warmUntil }) => now < warmUntil).length;
  tick(dependency, at, now >= world.calmAt ? load * TOGGLE_SHEDS : load, warm * STORM.warmUpFactor * share);
  if (dependency.failing) {
    world.failingSeconds += STORM.services;
    world.failingSince = Math.min(world.failingSince, now);
    world.failedAt = now;
  } else world.failingSince = Infinity;
  for (const [index, member] of members.entries()) raise(world, run, member, cases[index]);
  const healing = cases.filter(
    ({ incident }) => incident !== undefined && incident.tried.length > incident.attempts.length,
  );
  world.healsAtOnce = Math.max(world.healsAtOnce, healing.length);
}

/** Once from the time it goes red until it is OK again: what went to a person is theirs. */
function raise(world: Storm, run: Run, member: Member, one: Case | undefined): void {
  const now = run.agenda.now();
  if (!isRed(world, now)) member.raised = false;
  const isRaised = now - world.failingSince >= PARAMETERS.alarmRaiseMinutes.value;
  if (!isRaised || member.raised || one === undefined || one.incident !== undefined) return;
  member.raised = true;
  begin(run, one);
}

function isRed({ failedAt }: Storm, now: number): boolean {
  return now - failedAt < PARAMETERS.alarmClearMinutes.value;
}

function truthOf(world: Storm, member: Member): Truth {
  return {
    isRed: (at) => isRed(world, at),
    looksCured: (at) => at - world.failedAt >= watchedMinutes(SIGNS.symptom).goodMinutes,
    passesBy: () => false,
    begin: (remedy, startedAt) => {
      const response = { effect: 'nothing', reliefMinutes: 0, unmeasured: false } as const;
      return { remedy, startedAt, doneAt: startedAt + REMEDY_ROWS[remedy].minutes, response };
    },
    apply: ({ remedy, doneAt }) => {
      if (changedBy(remedy) === 'toggle') member.shed = world.sheds;
      else {
        member.warmUntil = doneAt + STORM.warmUpSeconds / 60;
        world.freshStarts += 1;
      }
      return { harmful: false, cured: false, doneAt };
    },
    // A person cuts the load for all, once asked for any.
    personAsked: (askedAt) => {
      world.calmAt = Math.min(world.calmAt, askedAt + PARAMETERS.humanMedianMinutes.value);
    },
  };
}
