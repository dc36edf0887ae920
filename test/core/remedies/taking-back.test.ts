/** How what an attempt left is taken back once its incident is over: what is due, and what a person asks for. */
import { describe, expect, it } from 'vitest';
import type { RolloutLimits, ServiceSnapshot } from '../../../core/world/service.ts';
import { flipToggle } from '../../../core/remedies/flip-toggle/flip-toggle.ts';
import type { Journal, Move, Plan } from '../../../core/incident/journal.ts';
import type { Observation } from '../../../core/remedies/remedy.ts';
import { rollBack } from '../../../core/remedies/roll-back/roll-back.ts';
import { scaleOut } from '../../../core/remedies/scale-out/scale-out.ts';
import { START } from '../../contract/samples.ts';
import {
  FLIP,
  NARROW,
  NEW,
  OLD,
  ROLL_BACK,
  SCALE,
  USUAL,
  count,
  deploy,
  journalWith,
  limitsBack,
  write,
} from '../../support/left-plans.ts';

const HOUR = 3_600_000;
const NOW = START + 3 * HOUR;
const OTHER = 'user:8';
const journal = (plan: Plan, ...moves: readonly Move[]): Journal => journalWith(plan, moves);
const THEIRS = { kind: 'refused', holds: [{ reason: 'deployed-by-others' }] };

interface Runs {
  readonly arn: string;
  readonly rolloutLimits?: RolloutLimits;
  readonly rollout?: 'COMPLETED' | 'IN_PROGRESS';
}

function observed(
  { arn, rolloutLimits = USUAL, rollout = 'COMPLETED' }: Runs,
  change: Partial<Observation>,
): Observation {
  const service: ServiceSnapshot = {
    status: 'ACTIVE',
    desiredCount: 4,
    runningCount: 4,
    pendingCount: 0,
    taskDefinitionArn: arn,
    deploymentController: 'ECS',
    rollout: { ...rolloutLimits, strategy: 'ROLLING', hasHooks: false },
    deployments: [
      { id: '1', status: 'PRIMARY', rolloutState: rollout, taskDefinitionArn: arn, createdAt: START },
      // What it takes the place of drains still.
      ...(rollout === 'COMPLETED'
        ? []
        : [
            {
              id: '0',
              status: 'ACTIVE' as const,
              rolloutState: 'COMPLETED' as const,
              taskDefinitionArn: arn,
              createdAt: 0,
            },
          ]),
    ],
  };
  return { now: NOW, running: { service, tasks: [], targets: [] }, leftover: {}, ...change };
}

describe('a rollback whose incident is over', () => {
  const done = journal(ROLL_BACK, deploy(OLD, NARROW));

  it.each([
    { case: 'what it deployed', runs: { arn: OLD, rolloutLimits: NARROW }, next: { kind: 'move', move: limitsBack } },
    { case: 'what it found', runs: { arn: NEW, rolloutLimits: NARROW }, next: { kind: 'move', move: limitsBack } },
    {
      case: 'what it deployed, still rolling out',
      runs: { arn: OLD, rolloutLimits: NARROW, rollout: 'IN_PROGRESS' as const },
      next: { kind: 'move', move: limitsBack },
    },
    { case: 'it at the usual rollout limits', runs: { arn: OLD }, next: { kind: 'done' } },
    {
      case: 'it at rollout limits of another actor',
      runs: { arn: OLD, rolloutLimits: { ...NARROW, maximumPercent: 150 } },
      next: { kind: 'done' },
    },
    { case: 'a revision of another actor', runs: { arn: OTHER, rolloutLimits: NARROW }, next: { kind: 'refused' } },
  ])('changes the rollout limits and nothing else where the service runs $case', ({ runs, next }) => {
    expect(rollBack.undo(done, observed(runs, {}))).toMatchObject(next);
  });

  it.each([
    { case: 'what it deployed', runs: { arn: OLD }, next: { kind: 'move', move: deploy(NEW, USUAL) } },
    {
      case: 'what it deployed, at the narrow rollout limits',
      runs: { arn: OLD, rolloutLimits: NARROW },
      next: { kind: 'move', move: deploy(NEW, USUAL) },
    },
    {
      case: 'it while a deployment runs',
      runs: { arn: OLD, rollout: 'IN_PROGRESS' as const },
      next: { kind: 'refused' },
    },
    { case: 'a revision of another actor', runs: { arn: OTHER }, next: { kind: 'refused' } },
    { case: 'what it found', runs: { arn: NEW }, next: { kind: 'done' } },
    {
      case: 'what it found, at the narrow rollout limits',
      runs: { arn: NEW, rolloutLimits: NARROW },
      next: { kind: 'move', move: limitsBack },
    },
  ])('goes forward where a person asks for it and the service runs $case', ({ runs, next }) => {
    expect(rollBack.undo(done, observed(runs, { leftover: { askedAt: NOW } }))).toMatchObject(next);
  });

  it('goes forward for a second request, though ECS took the first one back', () => {
    const before = journal(ROLL_BACK, deploy(OLD, NARROW), deploy(NEW, USUAL));
    expect(rollBack.undo(before, observed({ arn: OLD }, { leftover: { askedAt: START } }))).toMatchObject({
      kind: 'failed',
    });
    expect(rollBack.undo(before, observed({ arn: OLD }, { leftover: { askedAt: NOW } }))).toMatchObject({
      kind: 'move',
    });
  });
});

describe('a rollback over which people deployed', () => {
  const done = journal(ROLL_BACK, deploy(OLD, NARROW), deploy(OLD, USUAL));
  const MINUTE = 60_000;

  it.each([
    { case: 'began with its move', createdAt: START + 1_000, next: { kind: 'move' } },
    {
      case: 'began with its move, by a clock that is minutes slow',
      createdAt: START - 5 * MINUTE,
      next: { kind: 'move' },
    },
    { case: 'is of the same revision, and later', createdAt: START + 7 * MINUTE, next: THEIRS },
    { case: 'is of the same revision, and months later', createdAt: START + 1_440 * HOUR, next: THEIRS },
  ])('goes forward on demand only where what runs is its own: the deployment $case', ({ createdAt, next }) => {
    const { running, ...rest } = observed({ arn: OLD }, { leftover: { askedAt: NOW } });
    if (running === undefined) throw new Error('the service must be observed');
    const deployments = running.service.deployments.map((one) => ({ ...one, createdAt }));
    const there: Observation = { ...rest, running: { ...running, service: { ...running.service, deployments } } };
    expect(rollBack.undo(done, there)).toMatchObject(next);
  });
});

describe('what another execution may still be about to do', () => {
  const seen = { now: START + 59_000, leftover: { askedAt: START + 1_000 } } as const;
  const on: Observation = { ...seen, toggle: { kind: 'value', value: 'on' } };
  const four = observed({ arn: OLD }, seen);
  const until = START + 60_000;

  it.each([
    { case: 'a toggle seen to be on', next: flipToggle.undo(journal(FLIP, write('off')), on) },
    {
      case: 'a toggle that was written back since',
      next: flipToggle.undo(journal(FLIP, write('off'), write('on')), on),
    },
    { case: 'a count seen to be as before', next: scaleOut.undo(journal(SCALE, count(6)), four) },
  ])('is waited for where a person asks for $case', ({ next }) => {
    expect(next).toMatchObject({ kind: 'wait', until });
  });

  it('is waited for no longer than a Lambda may live', () => {
    const later = { ...seen, now: until };
    expect(flipToggle.undo(journal(FLIP, write('off')), { ...on, ...later })).toMatchObject({ kind: 'done' });
    expect(scaleOut.undo(journal(SCALE, count(6)), { ...four, ...later })).toMatchObject({ kind: 'done' });
  });
});

describe('a toggle that a person asks back', () => {
  const flipped = journal(FLIP, write('off'));
  const unreadable: Observation = { now: NOW, leftover: {}, toggle: { kind: 'unreadable', why: 'throttled' } };

  it('is asked for again for an hour from then, however long ago it was flipped', () => {
    expect(flipToggle.undo(flipped, unreadable)).toMatchObject({ kind: 'refused' });
    expect(flipToggle.undo(flipped, { ...unreadable, leftover: { askedAt: NOW } })).toMatchObject({ kind: 'wait' });
    expect(flipToggle.undo(flipped, { ...unreadable, leftover: { askedAt: NOW - HOUR - 1 } })).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('tasks that a person asks back', () => {
  const added = journal(SCALE, count(6));
  const busy = observed({ arn: OLD }, { requests: { kind: 'known', value: 5_000 } });
  const six = {
    ...busy,
    running: { ...busy.running, service: { ...busy.running?.service, desiredCount: 6 } },
  } as Observation;

  it('go at once, whatever the load', () => {
    expect(scaleOut.undo(added, six)).toMatchObject({ kind: 'wait' });
    expect(scaleOut.undo(added, { ...six, leftover: { askedAt: NOW } })).toMatchObject({
      kind: 'move',
      move: count(4),
    });
  });
});
