/** What every `Services` port must do: show ECS and its load balancer as they are, and change them by value. */
import { expect, it, type TestAPI } from 'vitest';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { NotThere, WriteFailed } from '../../core/ports/errors.ts';
import { type Services } from '../../core/ports/services.ts';

/** A service of three running tasks with healthy targets, deployed as `older` and long ago as `present`. */
export interface ServicesSubject {
  readonly services: Services;
  readonly entry: ServiceEntry;
  /** Task definition ARNs; `next` was never deployed. */
  readonly definitions: { readonly older: string; readonly present: string; readonly next: string };
  /** Lets the world go on for so long. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Longer than starting, becoming healthy, draining and stopping take in any of the worlds. */
const A_WHILE = 5 * 60_000;
const REASON = 'healer:inc-1 replaced';
const USUAL = { minimumHealthyPercent: 100, maximumPercent: 200 };
/** Leaves room for one task beyond the three. */
const ONE_MORE = { minimumHealthyPercent: 100, maximumPercent: 134 };

export function servicesContract(make: () => Promise<ServicesSubject>): void {
  const test = it.extend<{ subject: ServicesSubject }>({
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the names of the fixtures it depends on from here.
    subject: async ({}, use) => {
      const subject = await make();
      await use(subject);
      await subject.close();
    },
  });
  readingContract(test);
  stoppingContract(test);
  changingContract(test);
}

type Test = TestAPI<{ subject: ServicesSubject }>;

function readingContract(test: Test): void {
  test('describes the service with its one deployment', async ({ subject: { services, entry, definitions } }) => {
    const { deployments, ...service } = await services.describe(entry);
    expect(service).toEqual({
      arn: `arn:aws:ecs:us-east-1:123456789012:service/${entry.cluster}/${entry.ecsService}`,
      status: 'ACTIVE',
      schedulingStrategy: 'REPLICA',
      taskSets: [],
      desiredCount: 3,
      runningCount: 3,
      pendingCount: 0,
      taskDefinitionArn: definitions.present,
      deploymentController: 'ECS',
      loadBalancers: [{ group: entry.targetGroup?.arn, containerPort: 8080 }],
      rollout: { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent: 100, maximumPercent: 200 },
    });
    expect(deployments).toHaveLength(1);
    const primary = { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinitionArn: definitions.present };
    expect(deployments[0]).toMatchObject(primary);
  });

  test('lists the tasks, each with the target that has its address', async ({
    subject: { services, entry, definitions },
  }) => {
    const tasks = await services.tasks(entry);
    const targets = await services.targets(entry);
    expect(tasks).toHaveLength(3);
    for (const task of tasks) {
      expect(task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING', health: 'UNKNOWN' });
      expect(task.taskDefinitionArn).toBe(definitions.present);
      expect(task.startedAt).toBeTypeOf('number');
    }
    expect(targets.map(({ id }) => id).toSorted()).toEqual(tasks.map(({ privateIp }) => privateIp).toSorted());
    expect(targets.map(({ state }) => state)).toEqual(['healthy', 'healthy', 'healthy']);
    expect(new Set(targets.map(({ group }) => group))).toEqual(new Set([entry.targetGroup?.arn]));
  });

  test('says of each task that it is not protected, also of one that is gone', async ({
    subject: { services, entry },
  }) => {
    const arns = (await services.tasks(entry)).map(({ arn }) => arn);
    const gone = `${arns[0]?.slice(0, arns[0].lastIndexOf('/'))}/0123456789abcdef0123456789abcdef`;
    expect(await services.protections(entry, [...arns, gone])).toEqual(
      [...arns, gone].map((taskArn) => ({ taskArn, state: 'free' })),
    );
  });

  test('has no targets without a target group, and refuses to touch one', async ({ subject: { services, entry } }) => {
    const { targetGroup: _none, ...bare } = entry;
    expect(await services.targets(bare)).toEqual([]);
    const target = { id: '10.0.0.1', port: 8080 };
    await expect(services.deregisterTarget(bare, target)).rejects.toThrow(WriteFailed);
    const group = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/payroll/0123456789abcdef';
    await expect(services.deregisterTarget(entry, { ...target, group })).rejects.toThrow(WriteFailed);
  });

  test('reads what a task definition runs', async ({ subject: { services, definitions } }) => {
    const definition = await services.taskDefinition(definitions.older);
    expect(definition).toEqual({
      arn: definitions.older,
      status: 'ACTIVE',
      images: ['checkout@sha256:1'],
      tags: { 'healer:schema': 'compatible' },
      references: [],
      roles: ['arn:aws:iam::123456789012:role/checkout-task', 'arn:aws:iam::123456789012:role/task-execution'],
    });
    await expect(services.taskDefinition('arn:aws:ecs:us-east-1:123456789012:task-definition/none:1')).rejects.toThrow(
      NotThere,
    );
  });

  test('fails for a service that is not there', async ({ subject: { services, entry } }) => {
    const none = { ...entry, ecsService: 'none' };
    await expect(services.describe(none)).rejects.toThrow(NotThere);
    await expect(services.setDesiredCount(none, 4)).rejects.toThrow(WriteFailed);
    await expect(services.setTaskDefinition(none, 'x:1')).rejects.toThrow(WriteFailed);
    await expect(services.setRolloutLimits(none, USUAL)).rejects.toThrow(WriteFailed);
  });
}

function stoppingContract(test: Test): void {
  test('stops a task first and lets ECS replace it after', async ({ subject: { services, entry, pass } }) => {
    const [victim] = await services.tasks(entry);
    await services.stopTask(entry, victim?.arn ?? '', REASON);
    expect((await services.tasks(entry)).map(({ arn }) => arn)).not.toContain(victim?.arn);
    await pass(A_WHILE);
    const tasks = await services.tasks(entry);
    expect(tasks).toHaveLength(3);
    expect(tasks.map(({ arn }) => arn)).not.toContain(victim?.arn);
    const targets = await services.targets(entry);
    expect(targets.map(({ id }) => id)).not.toContain(victim?.privateIp);
    expect(targets.map(({ state }) => state)).toEqual(['healthy', 'healthy', 'healthy']);
  });

  test('stops a stopped task without an error', async ({ subject: { services, entry, pass } }) => {
    const [victim] = await services.tasks(entry);
    await services.stopTask(entry, victim?.arn ?? '', REASON);
    await services.stopTask(entry, victim?.arn ?? '', REASON);
    await pass(A_WHILE);
    await services.stopTask(entry, victim?.arn ?? '', REASON);
    expect(await services.tasks(entry)).toHaveLength(3);
  });

  test('stops no task of another service of the cluster', async ({ subject: { services, entry } }) => {
    const [victim] = await services.tasks(entry);
    const other = { ...entry, name: 'payroll', ecsService: 'payroll' };
    await expect(services.stopTask(other, victim?.arn ?? '', REASON)).rejects.toThrow(WriteFailed);
    expect((await services.tasks(entry)).map(({ arn }) => arn)).toContain(victim?.arn);
  });

  test('stops nothing without the prefix that tells its own work from a signal', async ({
    subject: { services, entry },
  }) => {
    const [victim] = await services.tasks(entry);
    await expect(services.stopTask(entry, victim?.arn ?? '', 'because')).rejects.toThrow(WriteFailed);
    expect(await services.tasks(entry)).toHaveLength(3);
  });
}

function changingContract(test: Test): void {
  test('changes the desired count without a deployment', async ({ subject: { services, entry, pass } }) => {
    await services.setDesiredCount(entry, 4);
    expect((await services.describe(entry)).desiredCount).toBe(4);
    await pass(A_WHILE);
    expect(await services.describe(entry)).toMatchObject({ desiredCount: 4, runningCount: 4 });
    await services.setDesiredCount(entry, 3);
    await pass(A_WHILE);
    expect(await services.describe(entry)).toMatchObject({ desiredCount: 3, runningCount: 3 });
    expect((await services.describe(entry)).deployments).toHaveLength(1);
  });

  test('drains a target, and brings it back', async ({ subject: { services, entry, pass } }) => {
    const [target] = await services.targets(entry);
    if (target === undefined) throw new Error('there is no target');
    const state = async () => (await services.targets(entry)).find(({ id }) => id === target.id)?.state;
    await services.deregisterTarget(entry, target);
    expect(await state()).toBe('draining');
    await services.deregisterTarget(entry, target);
    await pass(A_WHILE);
    expect(await state()).toBeUndefined();
    await services.registerTarget(entry, target);
    expect(await state()).toBe('initial');
    await pass(A_WHILE);
    expect(await state()).toBe('healthy');
  });

  test('rolls out another task definition, and remembers it', async ({
    subject: { services, entry, definitions, pass },
  }) => {
    await services.setTaskDefinition(entry, definitions.next);
    const rolling = await services.describe(entry);
    expect(rolling.deployments[0]).toMatchObject({ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' });
    expect(rolling.deployments[1]).toMatchObject({ status: 'ACTIVE', taskDefinitionArn: definitions.present });
    await pass(A_WHILE);
    const done = await services.describe(entry);
    expect(done).toMatchObject({ taskDefinitionArn: definitions.next, runningCount: 3 });
    expect(done.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
    const history = await services.deployments(entry);
    expect(history[0]).toMatchObject({ status: 'SUCCESSFUL', taskDefinitionArn: definitions.next });
    expect(history[1]?.taskDefinitionArn).toBe(definitions.present);
    const starts = history.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  });
  test('rolls out one task first where the rollout limits leave room for one more, and goes on at another', async ({
    subject: { services, entry, definitions, pass },
  }) => {
    await services.setTaskDefinition(entry, definitions.next, ONE_MORE);
    for (let second = 0; second < 10; second += 1) {
      const tasks = await services.tasks(entry);
      expect(tasks.length).toBeLessThanOrEqual(4);
      await pass(1_000);
    }
    const narrow = await services.describe(entry);
    expect(narrow.rollout).toMatchObject(ONE_MORE);
    await services.setRolloutLimits(entry, USUAL);
    await pass(A_WHILE);
    const done = await services.describe(entry);
    expect(done).toMatchObject({ taskDefinitionArn: definitions.next, runningCount: 3, rollout: USUAL });
    // A change of the rollout limits alone is no deployment.
    const history = await services.deployments(entry);
    expect(history.slice(0, 2).map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([
      definitions.next,
      definitions.present,
    ]);
  });

  test('changes the rollout limits of the revision that runs by then, and deploys nothing', async ({
    subject: { services, entry, definitions, pass },
  }) => {
    await services.setRolloutLimits(entry, ONE_MORE);
    expect(await services.describe(entry)).toMatchObject({ taskDefinitionArn: definitions.present, rollout: ONE_MORE });
    const before = await services.deployments(entry);
    await services.setTaskDefinition(entry, definitions.next);
    await services.setRolloutLimits(entry, USUAL);
    const begun = await services.describe(entry);
    expect(begun).toMatchObject({ taskDefinitionArn: definitions.next, rollout: USUAL });
    await pass(A_WHILE);
    expect(await services.describe(entry)).toMatchObject({ taskDefinitionArn: definitions.next, runningCount: 3 });
    expect(await services.deployments(entry)).toHaveLength(before.length + 1);
  });
}
