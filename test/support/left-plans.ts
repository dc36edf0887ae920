/** Plans whose attempts leave something, moves that did it, and attempts made of both. */
import type { Attempt } from '../../core/incident/incident.ts';
import type { Journal, Move, Plan } from '../../core/incident/journal.ts';
import type { FlipTogglePlan } from '../../core/remedies/flip-toggle/plan.ts';
import type { ReplaceTasksPlan } from '../../core/remedies/replace-tasks/plan.ts';
import type { RollBackPlan } from '../../core/remedies/roll-back/plan.ts';
import type { RolloutLimits } from '../../core/world/service.ts';
import { START } from '../contract/samples.ts';
import { aScaleOutPlan } from './scale-out-plan.ts';

const HOUR = 3_600_000;
/** Revisions by number: 7 runs when the healer comes, 6 before it. */
export const [OLD, NEW] = ['user:6', 'user:7'] as const;
export const USUAL: RolloutLimits = { minimumHealthyPercent: 100, maximumPercent: 200 };
export const NARROW: RolloutLimits = { minimumHealthyPercent: 100, maximumPercent: 125 };

export const FLIP: FlipTogglePlan = {
  kind: 'flipToggle',
  toggle: 'search',
  parameter: '/shop/search',
  previous: 'on',
  value: 'off',
  expiresAt: START + 12 * HOUR,
};
export const SCALE = aScaleOutPlan(START + 6 * HOUR);
export const ROLL_BACK: RollBackPlan = {
  kind: 'rollBack',
  from: NEW,
  to: OLD,
  canary: { usual: USUAL, narrow: NARROW, watchMs: 1 },
};
export const REPLACE: ReplaceTasksPlan = {
  kind: 'replaceTasks',
  victims: ['task/1'],
  sickKnown: true,
  desiredBefore: 4,
  keepRunning: 2,
  behindLoadBalancer: true,
  tasksBefore: ['task/1'],
};

export const deploy = (taskDefinitionArn: string, rolloutLimits: RolloutLimits): Move => ({
  kind: 'setTaskDefinition',
  taskDefinitionArn,
  rolloutLimits,
});
export const limitsBack: Move = { kind: 'setRolloutLimits', rolloutLimits: USUAL };
export const write = (value: string): Move => ({ kind: 'writeToggle', parameter: '/shop/search', value });
export const count = (wanted: number): Move => ({ kind: 'setDesiredCount', count: wanted });

export function journalWith<Of extends Plan>(plan: Of, moves: readonly Move[]): Journal<Of> {
  return { plan, moves: moves.map((move, index) => ({ at: START + index, move, text: move.kind })) };
}

/** The first attempt of an incident, which succeeded, unless `change` says otherwise. */
export function attemptWith<Change extends Partial<Attempt>>(
  plan: Plan,
  moves: readonly Move[],
  change?: Change,
): Attempt & Change {
  const journal = journalWith(plan, moves);
  const attempt: Attempt = { number: 1, remedy: plan.kind, startedAt: START, status: 'succeeded', journal };
  return { ...attempt, ...change } as Attempt & Change;
}
