/** What DescribeServices says of services that are not the usual kind, read into the healer's own record. */
import type { Service } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { deploymentInProgress } from '../../../core/service-kind/deployment-in-progress.ts';
import { serviceSnapshot } from '../../../lambdas/adapters/ecs-snapshots.ts';
import { describedService } from '../../support/described-service.ts';

const daemon = describedService('daemon-service');
const codeDeploy = describedService('code-deploy-under-way');

describe('A described service', () => {
  it('is read with its scheduling strategy', () => {
    expect(serviceSnapshot(daemon)).toMatchObject({ schedulingStrategy: 'DAEMON', deploymentController: 'ECS' });
  });

  it('keeps a count of replicas where ECS says nothing else', () => {
    const { schedulingStrategy: _unsaid, ...old } = codeDeploy;
    expect(serviceSnapshot(old).schedulingStrategy).toBe('REPLICA');
  });

  it('is under deployment while CodeDeploy runs two task sets', () => {
    const snapshot = serviceSnapshot(codeDeploy);
    expect(snapshot.taskSets?.map(({ id, status }) => [id, status])).toEqual([
      ['ecs-svc/1', 'PRIMARY'],
      ['ecs-svc/2', 'ACTIVE'],
    ]);
    expect(deploymentInProgress(snapshot, { now: 0 })).toBe(true);
  });

  it('is under no deployment with one task set', () => {
    const after = { ...codeDeploy, taskSets: codeDeploy.taskSets?.slice(1) };
    expect(deploymentInProgress(serviceSnapshot(after), { now: 0 })).toBe(false);
  });
});

describe('Rebalancing over zones', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 15, 3, minute));
  const started = {
    createdAt: at(10),
    message:
      '(service user) is not AZ balanced with 3 tasks in us-east-1a, and 1 in us-east-1b. AZ Rebalancing in progress.',
  };
  const completed = {
    createdAt: at(14),
    message: '(service user) is AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b.',
  };
  const steady = { createdAt: at(15), message: '(service user) has reached a steady state.' };
  const since = (service: Partial<Service>) =>
    serviceSnapshot({ ...daemon, availabilityZoneRebalancing: 'ENABLED', ...service }).rebalancingSince;

  it('is at work from the event by which ECS says so', () => {
    expect(since({ events: [steady, started] })).toBe(at(10).getTime());
  });

  it('is over once ECS says that the zones are balanced', () => {
    expect(since({ events: [steady, completed, started] })).toBeUndefined();
  });

  it('is not at work where it is not enabled, or was never begun', () => {
    expect(since({ availabilityZoneRebalancing: 'DISABLED', events: [started] })).toBeUndefined();
    expect(since({ events: [steady] })).toBeUndefined();
  });
});
