/**
 * Every guard of the way back, in one declared order. All of them must allow it, and all that forbid it are told. They
 * are pure functions of recorded facts: what nobody recorded is a reason against it, for none of it can be inferred.
 */
import type { Facts } from '../../../facts/facts.ts';
import { memoizeLast } from '../../../facts/memoize-last.ts';
import type { GuardVerdicts, Hold } from '../../../holds/hold.ts';
import { hold } from '../../../holds/hold.ts';
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

/** The question the guards are asked; or why it cannot be put. */
export const rollbackCaseOf = memoizeLast((facts: Facts): RollbackCase | Hold => {
  if (facts.running.kind === 'unknown') return hold('service-unreadable', facts.running.why);
  if (facts.releases.kind === 'unknown') return hold('service-unreadable', facts.releases.why);
  const [running, releases] = [facts.running.value, facts.releases.value];
  const runs = runsOf(releases, running.service.taskDefinitionArn);
  return { facts, running, releases, runs, current: runs[0], target: runs[1] };
});

/** What each guard answered, in their order. */
const answers = memoizeLast((way: RollbackCase) => NAMED.map(([, guard]) => guard(way)));

/** Every reason against the way back; empty when there is none. */
export const holdsAgainst = memoizeLast((way: RollbackCase): readonly Hold[] => answers(way).flatMap((holds) => holds));

/** What each guard says, so that nobody has to guess which were asked; undefined where the question cannot be put. */
export function verdictsOf(facts: Facts): GuardVerdicts | undefined {
  const way = rollbackCaseOf(facts);
  if ('reason' in way) return undefined;
  const answered = answers(way);
  return Object.fromEntries(NAMED.map(([name], index) => [name, answered[index]?.length === 0 ? 'allows' : 'forbids']));
}
