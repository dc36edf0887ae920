/**
 * A remedy added to a copy of the project: it stops one sick task, and ECS starts another. It is small, and has the parts of
 * every remedy: plan, traits, moves, Lambda, permissions. The product does not have it: `replaceTasks` starts before it stops.
 */
import type { Addition } from './addition.ts';

const PLAN = `/** What a restart decided: which task, and how many were wanted. */
import { literal, number, shape, text, type Shaped } from '../../shape.ts';

export const RestartTaskPlan = shape({ kind: literal('restartTask'), task: text, desiredBefore: number });
export type RestartTaskPlan = Shaped<typeof RestartTaskPlan>;

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly restartTask: RestartTaskPlan;
  }
}
`;

const TRAITS = `/** A restarted task leaves nothing: ECS starts the next one itself. */
import type { RemedyTraits } from '../traits-of.ts';
import { RestartTaskPlan } from './plan.ts';

export const restartTaskTraits: RemedyTraits<RestartTaskPlan> = {
  kind: 'restartTask',
  moves: ['stopTask'],
  plan: RestartTaskPlan,
  example: { kind: 'restartTask', task: 'arn:task/1', desiredBefore: 4 },
  synonyms: ['bounce'],
  left: () => undefined,
  change: () => undefined,
};
`;

const REMEDY = `/** Stops one sick task and waits until ECS has started another. Nothing is undone: the former task cannot come back. */
import type { Facts } from '../../facts/facts.ts';
import { runningTasks } from '../../facts/running-tasks.ts';
import { sickTasks } from '../../facts/sick-tasks.ts';
import { hold } from '../../holds/hold.ts';
import type { Journal } from '../../incident/journal.ts';
import { busyHolds, countChangeHolds, lastingHolds } from '../../service-kind/service-holds.ts';
import { held, nextLook, refused, remedyOf } from '../remedy.ts';
import type { Next, Observation, Planned } from '../remedy.ts';
import type { RestartTaskPlan } from './plan.ts';

/** A task that ECS has not started after this will not start. */
const START_MINUTES_MAX = 8;

export const restartTask = remedyOf<RestartTaskPlan>({ kind: 'restartTask', observes: 'running', plan, next, undo });

function plan(facts: Facts): Planned {
  if (facts.running.kind === 'unknown') return held(hold('service-unreadable', facts.running.why));
  const { service } = facts.running.value;
  const holds = countChangeHolds({ service, entry: facts.service }, 'restartTask', facts.now);
  if (holds.length > 0) return held(...holds);
  const sick = sickTasks(facts);
  const task = sick.kind === 'known' ? sick.tasks[0]?.arn : undefined;
  if (task === undefined) return held(hold('no-targets', 'no task is known to be sick'));
  return {
    kind: 'possible',
    plan: { kind: 'restartTask', task, desiredBefore: service.desiredCount },
    text: 'restart one sick task',
    disruptionMinutes: 1 / service.desiredCount,
  };
}

function next(journal: Journal<RestartTaskPlan>, { now, running }: Observation, startedAt: number): Next {
  if (running === undefined) throw new Error('restartTask needs the running tasks');
  const { service, tasks } = running;
  const { task, desiredBefore } = journal.plan;
  const holds = [...lastingHolds(service, 'restartTask'), ...busyHolds(service, now)];
  if (holds.length > 0) return { kind: 'refused', holds };
  if (service.desiredCount !== desiredBefore) return refused('count-changed-by-others', 'another count is desired');
  const well = runningTasks(tasks);
  if (well.some(({ arn }) => arn === task)) {
    return { kind: 'move', move: { kind: 'stopTask', taskArn: task }, text: 'stop the sick task' };
  }
  if (well.length >= desiredBefore) return { kind: 'done', text: 'ECS started another task' };
  const since = journal.moves[0]?.at ?? startedAt;
  if (now > since + START_MINUTES_MAX * 60_000) return { kind: 'failed', reason: 'ECS started no other task' };
  return { kind: 'wait', until: nextLook(now, since), text: 'another task is starting' };
}

function undo(): Next {
  return { kind: 'done', text: 'ECS started another task in place of the one that was stopped' };
}
`;

const HANDLER = `/** Lambda of states RestartTask and UndoRestartTask. */
import { restartTask } from '../../core/remedies/restart-task/restart-task.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { actOrNoop } from '../stages/noop.ts';

export const handler = envelope(actOrNoop(restartTask), actionWorld);
`;

const REGISTRY = 'core/remedies/registry.ts';

export const REMEDY_ADDITION: Addition = {
  name: 'remedy',
  what: 'a remedy that stops one sick task',
  filesMax: 4,
  folder: 'core/remedies/restart-task',
  edits: [
    { file: 'core/remedies/restart-task/plan.ts', content: PLAN },
    { file: 'core/remedies/restart-task/traits.ts', content: TRAITS },
    { file: 'core/remedies/restart-task/restart-task.ts', content: REMEDY },
    {
      file: 'core/vocabulary.ts',
      from: '} as const satisfies Readonly<Record<string, { readonly changes',
      to: "  restartTask: { changes: 'tasks', lambda: 'restarts a sick task of a registered service' },\n} as const satisfies Readonly<Record<string, { readonly changes",
    },
    {
      file: REGISTRY,
      from: "import type { RemedyTraits } from './traits-of.ts';\n",
      to: "import { restartTask } from './restart-task/restart-task.ts';\nimport { restartTaskTraits } from './restart-task/traits.ts';\nimport type { RemedyTraits } from './traits-of.ts';\n",
    },
    { file: REGISTRY, from: 'rollBack, scaleOut };', to: 'rollBack, scaleOut, restartTask };' },
    {
      file: REGISTRY,
      from: '  scaleOut: scaleOutTraits,\n',
      to: '  scaleOut: scaleOutTraits,\n  restartTask: restartTaskTraits,\n',
    },
    { file: 'lambdas/handlers/restart-task.ts', content: HANDLER },
    {
      file: 'lib/permissions/action-permissions.ts',
      from: '  flipToggle: (scope) => [readsSilence()',
      to: '  restartTask: (scope) => [\n    readsSilence(),\n    readService(scope),\n    ...readTasks(scope),\n    ...readTargets(scope),\n    stopsTasks(scope),\n  ],\n  flipToggle: (scope) => [readsSilence()',
    },
  ],
  tests: [
    'test/core/remedies/service-table.test.ts',
    'test/core/decide',
    'test/core/limits',
    'test/core/people',
    'test/core/aftercare',
    'test/lambdas/stages',
    'test/architecture.test.ts',
    'test/lib/bundle.test.ts',
  ],
};
