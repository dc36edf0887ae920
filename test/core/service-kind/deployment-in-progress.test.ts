/** Who deploys, under either answer to what `rolloutState` says while only the number of tasks changes. */
import { describe, expect, it } from 'vitest';
import type { ServiceDeploymentState } from '../../../core/world/service.ts';
import {
  deployedSince,
  deploymentInProgress,
  SETTLES_MINUTES,
} from '../../../core/service-kind/deployment-in-progress.ts';

const NOW = Date.UTC(2026, 0, 15, 3);
const MINUTE = 60_000;

function deployment(change: Partial<ServiceDeploymentState> = {}): ServiceDeploymentState {
  const createdAt = NOW - 48 * 60 * MINUTE;
  return {
    id: 'ecs-svc/1',
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    taskDefinitionArn: 'user:7',
    createdAt,
    ...change,
  };
}

const justNow = NOW - MINUTE;
const ROWS: readonly {
  readonly case: string;
  readonly deployments: readonly ServiceDeploymentState[];
  readonly settled?: string;
  readonly inProgress: boolean;
  readonly since: boolean;
}[] = [
  { case: 'nothing is deployed', deployments: [deployment()], settled: 'ecs-svc/1', inProgress: false, since: false },
  {
    case: 'the count of a service that settled long ago changes',
    deployments: [deployment({ rolloutState: 'IN_PROGRESS' })],
    inProgress: false,
    since: false,
  },
  {
    case: 'the count changes that the healer itself set, shortly after a deployment that it saw settled',
    deployments: [deployment({ rolloutState: 'IN_PROGRESS', createdAt: justNow })],
    settled: 'ecs-svc/1',
    inProgress: false,
    since: false,
  },
  {
    case: 'the last tasks of a deployment become healthy, whose old ones are gone',
    deployments: [deployment({ rolloutState: 'IN_PROGRESS', createdAt: justNow })],
    inProgress: true,
    since: true,
  },
  {
    case: 'an operator deploys beside the deployment that was seen',
    deployments: [
      deployment({ id: 'ecs-svc/2', rolloutState: 'IN_PROGRESS', createdAt: justNow }),
      deployment({ status: 'ACTIVE' }),
    ],
    settled: 'ecs-svc/1',
    inProgress: true,
    since: true,
  },
  {
    case: 'an operator deployed so quickly that it is over',
    deployments: [deployment({ id: 'ecs-svc/2', createdAt: justNow })],
    settled: 'ecs-svc/1',
    inProgress: false,
    since: true,
  },
  {
    case: 'a deployment drains the old tasks still',
    deployments: [deployment({ id: 'ecs-svc/2' }), deployment({ status: 'ACTIVE' })],
    inProgress: true,
    since: true,
  },
  {
    case: 'a deployment failed for good and left the old one',
    deployments: [deployment({ rolloutState: 'FAILED' }), deployment({ id: 'ecs-svc/0', status: 'ACTIVE' })],
    inProgress: false,
    since: false,
  },
  {
    case: 'an attempt of before, which knows no id, changes the count',
    deployments: [deployment({ rolloutState: 'IN_PROGRESS' })],
    inProgress: false,
    since: false,
  },
];

describe('a deployment', () => {
  it.each(ROWS)('is told from other changes when $case', ({ deployments, settled, inProgress, since }) => {
    const sighting = { now: NOW, settled };
    expect(deploymentInProgress({ deployments }, sighting)).toBe(inProgress);
    expect(deployedSince({ deployments }, sighting)).toBe(since);
  });

  it('alone is believed to be in progress for as long as its last tasks may take', () => {
    const since = (minutes: number) => {
      const deployments = [deployment({ rolloutState: 'IN_PROGRESS', createdAt: NOW - minutes * MINUTE })];
      return deploymentInProgress({ deployments }, { now: NOW });
    };
    expect([since(SETTLES_MINUTES - 1), since(SETTLES_MINUTES)]).toEqual([true, false]);
  });
});
