/**
 * Every guard of a rollback, in one declared order. All must allow it, and people see every one that forbids it. Guards
 * are pure functions of recorded facts; a missing fact forbids the rollback, because none can be inferred.
 */
import type { Facts } from '../../../facts/facts.ts';
import { memoizeLast } from '../../../facts/memoize-last.ts';
import { hold, type GuardVerdicts, type Hold } from '../../../holds/hold.ts';
import { attributionHolds } from './attribution.ts';
import { apiHolds, schemaHolds } from './compatibility.ts';
import { canaryHolds, controllerHolds } from './controller.ts';
import { importanceHolds } from './importance.ts';
import { knownGoodHolds } from './known-good.ts';
import { passedRoleHolds } from './passed-roles.ts';
import { pingPongHolds } from './ping-pong.ts';
import { runsOf } from './runs.ts';
import type { Guard, RollbackCase } from './rollback-case.ts';

const GUARDS = {
  controller: controllerHolds,
  attribution: attributionHolds,
  pingPong: pingPongHolds,
  knownGood: knownGoodHolds,
  passedRoles: passedRoleHolds,
  schema: schemaHolds,
  api: apiHolds,
  importance: importanceHolds,
  canary: canaryHolds,
} as const satisfies Readonly<Record<string, Guard>>;

const NAMED = Object.entries(GUARDS);

/** The input of the guards, or why it is incomplete. */
export const rollbackCaseOf = memoizeLast((facts: Facts): RollbackCase | Hold => {
  if (facts.running.kind === 'unknown') return hold('service-unreadable', facts.running.why);
  if (facts.releases.kind === 'unknown') return hold('service-unreadable', facts.releases.why);
  const [running, releases] = [facts.running.value, facts.releases.value];
  const runs = runsOf(releases, running.service.taskDefinitionArn);
  return { facts, running, releases, runs, current: runs[0], target: runs[1] };
});

/** The answer of each guard, in their order. */
const answers = memoizeLast((way: RollbackCase) => NAMED.map(([, guard]) => guard(way)));

/** Every hold against the rollback; empty for none. */
export const holdsAgainst = memoizeLast((way: RollbackCase): readonly Hold[] => answers(way).flatMap((holds) => holds));

/** The verdict of each guard, so that the record shows which were asked; undefined where their input is incomplete. */
export function verdictsOf(facts: Facts): GuardVerdicts | undefined {
  const way = rollbackCaseOf(facts);
  if ('reason' in way) return undefined;
  const answered = answers(way);
  return Object.fromEntries(NAMED.map(([name], index) => [name, answered[index]?.length === 0 ? 'allows' : 'forbids']));
}
