/**
 * One service of a world with everything that is true of it: its tasks and deployments, what ails it, how sick it was
 * when. Time passes for it only when a caller looks, in steps, and in one leap while nothing can happen.
 */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import type { ActionKind } from '../../../core/vocabulary.ts';
import { isRollingOut } from '../../support/memory-ports/fake-deployments.ts';
import { settleService } from '../../support/memory-ports/fake-service-life.ts';
import type { FakeService, FakeTask } from '../../support/memory-ports/fake-service.ts';
import type { Ailment } from './ailment.ts';

/** How sick it was from then on: 0 is well. */
interface Spell {
  readonly at: number;
  readonly severity: 0 | 1 | 2;
}

interface Served {
  readonly at: number;
  readonly arns: ReadonlySet<string>;
}

export interface Member {
  readonly index: number;
  readonly entry: ServiceEntry;
  readonly fake: FakeService;
  readonly ailment: Ailment | undefined;
  /** Task definitions: what ran before, what ails, what an operator may deploy next. */
  readonly releases: { readonly good: string; readonly bad: string; readonly next: string };
  /** ARNs of the tasks that had it in the beginning. */
  readonly sickTasks: ReadonlySet<string>;
  /** Whether the toggle that helps is off. */
  readonly switchedOff: () => boolean;
  readonly spells: Spell[];
  /** Tasks in service over time, newest last. */
  readonly served: Served[];
  /** What others wanted as desired count over time, newest last. */
  readonly wanted: { at: number; count: number }[];
  /** The desired count over time, by any actor, newest last. */
  readonly counts: { at: number; count: number }[];
  /** Those that the healer set. */
  readonly healerCounts: { at: number; count: number }[];
  readonly harmedBy: Set<ActionKind>;
  /** Share of its requests, 0-1, that fail while nothing ails it. */
  readonly failedShare: number;
  /** The desired count that the healer set, if no other actor set another since. */
  healerCount: number | undefined;
  settledAt: number;
  alarm: { state: 'OK' | 'ALARM'; changedAt: number; changes: number };
  /** Until when, and how, its alarm says nothing; absent where it never did. */
  blind?: { readonly from: number; readonly until: number; readonly gone: boolean };
}

const STEP_MS = 5_000;
/** After this long nothing moves that was not moved again. */
const STEPS_MAX = 120;
/** How long ago the past is of interest to whom, ms. */
const KEPT_MS = 3_600_000;

/** Lets everything happen that is due by `now`. */
export function settle(member: Member, now: number): void {
  const { fake } = member;
  for (let step = 0; member.settledAt < now; step += 1) {
    const rests = isAtRest(member) || step >= STEPS_MAX;
    member.settledAt = Math.min(now, rests ? nextTurn(member) : member.settledAt + STEP_MS);
    if (fake.startsFail && member.settledAt >= (member.ailment?.until ?? 0)) fake.startsFail = false;
    if (!rests || member.settledAt < now) settleService(fake, member.settledAt);
    note(member, member.settledAt);
  }
}

/** Notes how it is, after an actor changed it. */
export function note(member: Member, at: number): void {
  const severity = severityOf(member, at);
  if (member.spells.at(-1)?.severity !== severity) member.spells.push({ at, severity });
  const arns = tasksInService(member);
  const last = member.served.at(-1)?.arns;
  if (last?.size === arns.length && arns.every((arn) => last.has(arn))) return;
  member.served.push({ at, arns: new Set(arns) });
  while ((member.served[1]?.at ?? at) < at - KEPT_MS) member.served.shift();
}

/** Whether nothing moves unless an actor moves it, or a turn of its ailment comes. */
function isAtRest({ fake }: Member): boolean {
  if (fake.tasks.length !== fake.desired || isRollingOut(fake)) return false;
  if (fake.targets.some(({ state }) => state !== 'healthy')) return false;
  return fake.tasks.every(
    (task) => task.desiredStatus === 'RUNNING' && (task.lastStatus === 'RUNNING' || fake.startsFail),
  );
}

/** When its ailment begins, ends or comes back next. */
function nextTurn({ ailment, fake, settledAt }: Member): number {
  if (ailment === undefined) return Number.POSITIVE_INFINITY;
  const { from, until, returnsAfterMs } = ailment;
  const returns = returnsAfterMs === undefined ? [] : fake.tasks.map(({ createdAt }) => createdAt + returnsAfterMs + 1);
  return Math.min(...[from, until, ...returns].filter((turn) => turn > settledAt));
}

function severityOf(member: Member, at: number): Spell['severity'] {
  const { ailment } = member;
  if (ailment === undefined || at < ailment.from || at >= ailment.until || !isSick(member, ailment, at)) return 0;
  return ailment.harmedBy !== undefined && member.harmedBy.has(ailment.harmedBy as ActionKind) ? 2 : 1;
}

function isSick(member: Member, ailment: Ailment, at: number): boolean {
  switch (ailment.cure) {
    case 'none':
      return true;
    case 'flipToggle':
      return !member.switchedOff();
    case 'rollBack':
      return member.fake.deployments[0]?.taskDefinitionArn === member.releases.bad;
    case 'replaceTasks':
      return member.fake.tasks.some((task) => hasIt(member, ailment, task, at));
    case 'scaleOut':
      return tasksInService(member).length < tasksNeeded(member);
  }
}

/** What the load takes, of those there were before any actor scaled. */
function tasksNeeded({ wanted, ailment }: Member): number {
  return Math.ceil((wanted[0]?.count ?? 0) * (ailment?.load?.needs ?? 1));
}

/** Requests come early: load is there for some minutes before it is too much. */
const LOAD_BEFORE_MS = 5 * 60_000;

/** How many times the usual requests there are at that time. */
export function loadAt({ ailment }: Member, at: number): number {
  if (ailment?.load === undefined || at < ailment.from - LOAD_BEFORE_MS || at >= ailment.until) return 1;
  return ailment.load.times;
}

function hasIt({ sickTasks }: Member, { returnsAfterMs }: Ailment, task: FakeTask, at: number): boolean {
  if (task.desiredStatus !== 'RUNNING') return false;
  if (sickTasks.has(task.arn)) return true;
  return returnsAfterMs !== undefined && task.startedAt !== undefined && at - task.createdAt > returnsAfterMs;
}

/** Whether the task itself is sick now, where tasks can be told apart. */
export function isSickTask(member: Member, task: string, at: number): boolean {
  const { ailment, fake } = member;
  if (ailment === undefined || at < ailment.from || at >= ailment.until) return false;
  if (ailment.cure !== 'replaceTasks') return isSick(member, ailment, at);
  return fake.tasks.some((one) => one.arn === task && hasIt(member, ailment, one, at));
}

function tasksInService({ fake }: Member): readonly string[] {
  const isReached = ({ privateIp }: FakeTask, group: string): boolean =>
    fake.targets.some((target) => target.group === group && target.id === privateIp && target.state === 'healthy');
  return fake.tasks
    .filter((task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING')
    .filter((task) => fake.groups.every((group) => isReached(task, group)))
    .map(({ arn }) => arn);
}

/** The worst of a stretch of time, as CloudWatch's maximum. */
export function worstIn(member: Member, from: number, to: number): Spell['severity'] {
  let worst: Spell['severity'] = 0;
  for (let index = member.spells.length - 1; index >= 0; index--) {
    const spell = member.spells[index];
    if (spell === undefined) break;
    if (spell.at < to && spell.severity > worst) worst = spell.severity;
    if (spell.at <= from) break;
  }
  return worst;
}

/** Whether it was well at any moment of a stretch of time. */
export function wellIn({ spells }: Member, from: number, to: number): boolean {
  return spells.some(({ at, severity }, index) => {
    const ends = spells[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return severity === 0 && at <= to && ends >= from;
  });
}

/** The most tasks, without these, that were in service at any moment since then. */
export function mostInService({ served }: Member, since: number, without: string | undefined): number {
  let most = 0;
  for (let index = served.length - 1; index >= 0; index--) {
    const entry = served[index];
    if (entry === undefined) break;
    most = Math.max(most, entry.arns.size - (without !== undefined && entry.arns.has(without) ? 1 : 0));
    if (entry.at <= since) break;
  }
  return most;
}

/** The fewest tasks that others wanted since then. */
export function leastWanted({ wanted }: Member, since: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = wanted.length - 1; index >= 0; index--) {
    const entry = wanted[index];
    if (entry === undefined) break;
    least = Math.min(least, entry.count);
    if (entry.at <= since) break;
  }
  return least;
}
