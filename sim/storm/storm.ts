/**
 * A storm: ten services of one group fail together because their shared dependency is overloaded, and each is healed by
 * the same policy, with its bounds if it has any. Nothing is drawn by chance; the only question is whether healing helps
 * or keeps the failure alive.
 */
import type { Policy, Result, Situation } from '../policies/policy.ts';
import type { Service } from '../world/fleet.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';
import type { Remedy } from '../world/remedies.ts';
import type { SickService } from '../../core/limits/storm.ts';
import { aBrake, allowedNow, failed, taken } from './brake.ts';
import type { Brake } from './brake.ts';
import { STORM, tick } from './dependency.ts';
import type { Dependency } from './dependency.ts';

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
/** Share of its load a service gives up with a feature. */
const TOGGLE_SHEDS = 0.5;
const SYMPTOM = 'high-latency';
const REMEDIES_MAX = 3;

interface Member {
  readonly service: Service;
  readonly tried: Remedy[];
  state: 'well' | 'red' | 'acting' | 'verifying' | 'paged';
  until: number;
  redSince: number;
  /** When its last incident began, and when it ended well. */
  failedAt: number;
  wellAt: number;
  warmUntil: number;
  shed: boolean;
  paged: boolean;
}

interface Storm {
  readonly policy: Policy;
  readonly brake: Brake | undefined;
  readonly sheds: boolean;
  readonly verifySeconds: number;
  readonly utilisation: number;
  readonly dependency: Dependency;
  readonly members: readonly Member[];
  failingSeconds: number;
  freshStarts: number;
  healsAtOnce: number;
  pages: number;
  /** When a person will have cut the load for all. */
  calmAt: number;
}

export interface StormOptions {
  /** Of the dependency in normal times, 0-1. */
  readonly utilisation: number;
  /** Services there are, when the limits of the whole account and the storm brake are at work. */
  readonly braked?: number;
  /** Whether the services have features to give up. @default true */
  readonly sheds?: boolean;
  /** How long an attempt is watched. @default STORM.verifySeconds */
  readonly verifySeconds?: number;
}

export function storm(policy: Policy, options: StormOptions): StormResult {
  const { utilisation, braked, sheds = true, verifySeconds = STORM.verifySeconds } = options;
  const members = Array.from({ length: STORM.services }, (_, index): Member => ({
    service: { index, name: `service-${index}`, tier: 'standard', tasks: 4, group: 0 },
    tried: [],
    state: 'well',
    until: 0,
    redSince: Infinity,
    failedAt: Infinity,
    wellAt: 0,
    warmUntil: 0,
    shed: false,
    paged: false,
  }));
  const counts = { failingSeconds: 0, freshStarts: 0, healsAtOnce: 0, pages: 0, calmAt: Infinity };
  const brake = braked === undefined ? undefined : aBrake(braked);
  const world: Storm = {
    policy,
    brake,
    sheds,
    verifySeconds,
    utilisation,
    members,
    dependency: { backlog: 0, failing: false },
    ...counts,
  };
  for (let at = 0; at < SECONDS; at++) second(world, at);
  const { freshStarts, healsAtOnce, pages, failingSeconds } = world;
  return { failingServiceMinutes: failingSeconds / 60, freshStarts, healsAtOnce, pages };
}

function second(world: Storm, at: number): void {
  const share = world.utilisation / STORM.services;
  const load = world.members.reduce((sum, { shed }) => sum + (shed ? share * TOGGLE_SHEDS : share), 0);
  const warm = world.members.filter(({ warmUntil }) => at < warmUntil).length;
  tick(world.dependency, at, at >= world.calmAt ? load * TOGGLE_SHEDS : load, warm * STORM.warmUpFactor * share);
  if (world.dependency.failing) world.failingSeconds += STORM.services;
  for (const member of world.members) step(world, member, at);
  const healing = world.members.filter(({ state }) => state === 'acting' || state === 'verifying').length;
  world.healsAtOnce = Math.max(world.healsAtOnce, healing);
}

function step(world: Storm, member: Member, at: number): void {
  const { failing } = world.dependency;
  if (!failing) member.redSince = Infinity;
  else if (member.redSince === Infinity) member.redSince = at;
  if (member.state === 'acting' && at >= member.until) applied(world, member, at);
  else if (member.state === 'verifying' && at >= member.until) verified(world, member, at);
  else if (member.state === 'red' && !failing) recovered(member, at);
  else if (member.state === 'well' && at - member.redSince >= PARAMETERS.alarmRaiseMinutes.value * 60)
    fails(member, at);
  if (member.state === 'red') decide(world, member, at);
}

function fails(member: Member, at: number): void {
  member.state = 'red';
  member.failedAt = at;
}

function recovered(member: Member, at: number): void {
  member.state = 'well';
  member.wellAt = at;
}

function decide(world: Storm, member: Member, at: number): void {
  const { policy, members } = world;
  const bounded = policy.style === 'bounded';
  const busy = members.some(({ state }) => state === 'acting' || state === 'verifying');
  const allowed = world.brake === undefined ? 'anything' : allowedBy(world, world.brake, member, at);
  if (allowed === 'nothing') return;
  if (allowed === 'shedding') return void (busy || act(world, member, { remedy: 'flipToggle', minutes: 0 }, at));
  const choice = bounded && member.tried.length >= REMEDIES_MAX ? undefined : policy.choose(situationOf(member, at));
  if (choice === undefined || choice.kind === 'page' || choice.pageToo === true) page(world, member, at);
  if (choice === undefined || choice.kind === 'page') {
    member.state = 'paged';
  } else if (!bounded || !busy) {
    act(world, member, { remedy: choice.remedy, minutes: choice.afterMinutes ?? 0 }, at);
  }
}

interface Begun {
  readonly remedy: Remedy;
  /** Paused before. */
  readonly minutes: number;
}

function act({ brake }: Storm, member: Member, { remedy, minutes }: Begun, at: number): void {
  if (brake !== undefined && !taken(brake, at * 1_000)) return;
  member.tried.push(remedy);
  member.state = 'acting';
  member.until = at + 60 * (minutes + REMEDY_ROWS[remedy].minutes);
}

/** What the brake leaves: anything, giving up a feature, or nothing. Whoever sees the storm first tells people. */
function allowedBy(world: Storm, brake: Brake, member: Member, at: number): 'anything' | 'shedding' | 'nothing' {
  const records = world.members.filter(({ failedAt }) => failedAt !== Infinity).map(recordOf);
  const before = brake.storm;
  const allowed = allowedNow(brake, records, member.service.name, at * 1_000);
  if (before === undefined && brake.storm !== undefined) page(world, member, at);
  if (allowed === 'anything') return 'anything';
  return world.sheds && !member.tried.includes('flipToggle') ? 'shedding' : 'nothing';
}

function recordOf({ service: { name }, failedAt, wellAt, state }: Member): SickService {
  const record = { service: name, incidentId: name, failureType: SYMPTOM, openedAt: failedAt * 1_000 };
  return state === 'well' ? { ...record, closedAt: wellAt * 1_000, well: true } : record;
}

/** Retries count as requests: while it fails, more is asked of every service than usual. */
function situationOf({ service, tried }: Member, at: number): Situation {
  const signs = { symptom: SYMPTOM, changed: false, loadUp: true, fleetWide: true } as const;
  return { now: at / 60, service, signs, tried, held: [], returns: 0, fault: service.index };
}

/** A person cuts the load for all, once paged for any. */
function page(world: Storm, member: Member, at: number): void {
  if (!member.paged) world.pages += 1;
  member.paged = true;
  world.calmAt = Math.min(world.calmAt, at + PARAMETERS.humanMedianMinutes.value * 60);
}

function applied(world: Storm, member: Member, at: number): void {
  if (member.tried.at(-1) === 'flipToggle') member.shed = world.sheds;
  else {
    member.warmUntil = at + STORM.warmUpSeconds;
    world.freshStarts += 1;
  }
  member.state = 'verifying';
  member.until = at + world.verifySeconds;
}

function verified({ policy, dependency, brake }: Storm, member: Member, at: number): void {
  const remedy = member.tried.at(-1);
  if (remedy === undefined) throw new Error(`${member.service.name} verifies what was never tried`);
  const status: Result['status'] = dependency.failing ? 'failed' : 'succeeded';
  const { signs, service } = situationOf(member, at);
  const attempt = `${service.name}/${member.tried.length}`;
  policy.settled({ attempt, service, signs, remedy, status, harmful: false, minutes: 5, at: at / 60 });
  if (dependency.failing && brake !== undefined) failed(brake);
  if (dependency.failing) member.state = 'red';
  else recovered(member, at);
}
