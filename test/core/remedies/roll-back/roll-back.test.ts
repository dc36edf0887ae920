/** The way back is open only when every guard that can be evaluated says so; unknown is no. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../../core/world/known.ts';
import type { Facts, Releases } from '../../../../core/facts/facts.ts';
import { rollBack } from '../../../../core/remedies/roll-back/roll-back.ts';
import type { ServiceSnapshot } from '../../../../core/world/service.ts';
import { shippedRunbooks } from '../../../support/catalog.ts';
import { factsOf } from '../../../support/example-facts.ts';

const HOUR = 3_600_000;
const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-error-rate');
const example = shipped?.examples[0];
if (shipped === undefined || example === undefined) throw new Error('high-error-rate has no examples');
/** Errors that began two minutes after a deployment that every guard allows to take back. */
const good = factsOf(shipped.runbook, example);
const releases = good.releases.kind === 'known' ? good.releases.value : never();
const running = good.running.kind === 'known' ? good.running.value : never();
const [current, previous] = releases.deployments;
const STEP = { remedy: 'rollBack', class: 'disruptive', expectedMinutes: 6, undo: 'none' } as const;

function never(): never {
  throw new Error('the example must be known');
}

function holdsWith(change: Partial<Facts>): readonly string[] {
  const planned = rollBack.plan({ ...good, ...change }, STEP);
  return planned.kind === 'held' ? planned.holds.map(({ reason }) => reason) : [];
}

function withReleases(change: Partial<Releases>): Partial<Facts> {
  return { releases: known({ ...releases, ...change }) };
}

function withService(change: Partial<ServiceSnapshot>): Partial<Facts> {
  return { running: known({ ...running, service: { ...running.service, ...change } }) };
}

function withDefinition(which: 'current' | 'previous', change: object): Partial<Facts> {
  const arn = (which === 'current' ? current : previous)?.taskDefinitionArn ?? '';
  const definition = releases.taskDefinitions[arn];
  if (definition === undefined) never();
  return withReleases({ taskDefinitions: { ...releases.taskDefinitions, [arn]: { ...definition, ...change } } });
}

describe('rolling back', () => {
  it('is possible when everything is known and well', () => {
    expect(rollBack.plan(good, STEP)).toMatchObject({
      kind: 'possible',
      plan: { from: current?.taskDefinitionArn, to: previous?.taskDefinitionArn },
    });
  });

  it.each([
    {
      case: 'the service cannot be read',
      change: { running: unknown<never>('throttled') },
      hold: 'service-unreadable',
    },
    {
      case: 'the deployments cannot be read',
      change: { releases: unknown<never>('throttled') },
      hold: 'service-unreadable',
    },
    {
      case: 'another controller deploys',
      change: withService({ deploymentController: 'CODE_DEPLOY' }),
      hold: 'controller-not-ecs',
    },
    {
      case: 'a deployment is in progress',
      change: withService({
        deployments: running.service.deployments.map((one) => ({ ...one, rolloutState: 'IN_PROGRESS' as const })),
      }),
      hold: 'deployment-in-progress',
    },
    {
      case: 'the failure was there before',
      change: { incident: { ...good.incident, onsetAt: (current?.startedAt ?? 0) - 6 * 60_000 } },
      hold: 'onset-before-deployment',
    },
    {
      case: 'the deployment is long over',
      change: { incident: { ...good.incident, onsetAt: (current?.finishedAt ?? 0) + 2 * HOUR } },
      hold: 'no-recent-deployment',
    },
    {
      case: 'the running revision is in no record',
      change: withService({ taskDefinitionArn: 'arn:unknown' }),
      hold: 'no-recent-deployment',
    },
    {
      case: 'there is no earlier revision',
      change: withReleases({ deployments: releases.deployments.slice(0, 1) }),
      hold: 'no-known-good',
    },
    {
      case: 'the earlier revision cannot be described',
      change: withReleases({ taskDefinitions: {} }),
      hold: 'no-known-good',
    },
    {
      case: 'the earlier revision ran briefly',
      change: withReleases({
        deployments: [current, { ...previous, finishedAt: (current?.startedAt ?? 0) - HOUR }] as never,
      }),
      hold: 'known-good-not-baked',
    },
    {
      case: 'the earlier revision is gone',
      change: withDefinition('previous', { status: 'INACTIVE' }),
      hold: 'known-good-inactive',
    },
    {
      case: 'its image is named by a tag',
      change: withDefinition('previous', { images: ['shop/user:latest'] }),
      hold: 'image-not-pinned',
    },
    {
      case: 'one of its images is named by a tag',
      change: withDefinition('previous', { images: [`a@sha256:${'0'.repeat(64)}`, 'sidecar:1'] }),
      hold: 'image-not-pinned',
    },
    { case: 'it has no image', change: withDefinition('previous', { images: [] }), hold: 'image-not-pinned' },
    {
      case: 'no tag says what the schema allows',
      change: withDefinition('current', { tags: {} }),
      hold: 'schema-unknown',
    },
    {
      case: 'the tag says something else',
      change: withDefinition('current', { tags: { 'healer:schema': 'maybe' } }),
      hold: 'schema-unknown',
    },
    {
      case: 'the schema was activated',
      change: withDefinition('current', { tags: { 'healer:schema': 'activate' } }),
      hold: 'schema-activated',
    },
    {
      case: 'the last deployment was itself a rollback',
      change: withReleases({ deployments: [{ ...current, status: 'ROLLBACK_SUCCESSFUL' }, previous] as never }),
      hold: 'rolled-back-recently',
    },
    {
      case: 'the running revision was left and came back within a day',
      change: withReleases({
        deployments: [current, previous, { ...previous, taskDefinitionArn: current?.taskDefinitionArn }] as never,
      }),
      hold: 'rolled-back-recently',
    },
  ])('is refused when $case', ({ change, hold }) => {
    expect(holdsWith(change)).toContain(hold);
  });

  it('is not opened by a forced redeployment of what has long been running', () => {
    const brief = (current?.startedAt ?? 0) - 48 * HOUR;
    const first = { ...current, arn: 'arn:deployment/first', startedAt: brief, finishedAt: brief + 60_000 };
    const unbaked = { ...previous, startedAt: brief - 700_000, finishedAt: brief - 600_000 };
    expect(holdsWith(withReleases({ deployments: [current, first, unbaked] as never }))).toEqual(
      expect.arrayContaining(['no-recent-deployment', 'known-good-not-baked']),
    );
  });

  it('gives up when what it deployed was taken back, instead of fighting', () => {
    const [from, to] = [current?.taskDefinitionArn ?? '', previous?.taskDefinitionArn ?? ''];
    const plan = { kind: 'rollBack' as const, from, to };
    const moves = [{ at: 0, move: { kind: 'setTaskDefinition' as const, taskDefinitionArn: to }, text: 'deploy' }];
    const next = rollBack.next({ plan, moves }, { now: 300_000, running }, 0);
    expect(next).toMatchObject({ kind: 'failed' });
  });

  it('restores the rollout limits when ECS itself has taken the first task back', () => {
    const [from, to] = [current?.taskDefinitionArn ?? '', previous?.taskDefinitionArn ?? ''];
    const usual = { minimumHealthyPercent: 50, maximumPercent: 200 };
    const narrow = { minimumHealthyPercent: 100, maximumPercent: 134 };
    const plan = { kind: 'rollBack' as const, from, to, canary: { usual, narrow, watchMs: 120_000 } };
    const rollout = { ...narrow, strategy: 'ROLLING', hasHooks: false };
    const there = (now: object) => ({ now: 300_000, running: { ...running, service: { ...running.service, ...now } } });
    const next = rollBack.undo({ plan, moves: [] }, there({ rollout }));
    expect(next).toMatchObject({ kind: 'move', move: { kind: 'setRolloutLimits', rolloutLimits: usual } });
    // Other limits than the narrow ones belong to another actor.
    const theirs = { ...rollout, maximumPercent: 150 };
    expect(rollBack.undo({ plan, moves: [] }, there({ rollout: theirs }))).toMatchObject({ kind: 'done' });
  });

  it('says every reason, not the first', () => {
    const holds = holdsWith({
      ...withDefinition('current', { tags: {} }),
      ...withService({ deploymentController: 'EXTERNAL' }),
    });
    expect(holds).toEqual(expect.arrayContaining(['controller-not-ecs']));
    expect(
      holdsWith({ ...withService({ deploymentController: 'EXTERNAL' }), ...withDefinition('current', { tags: {} }) }),
    ).toEqual(expect.arrayContaining(['controller-not-ecs', 'schema-unknown']));
  });
});
