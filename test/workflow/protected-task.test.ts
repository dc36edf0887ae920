/** A leaking task whose application protects it from scale-in: it is waited for, and replaced when it is free. */
import type { GetTaskProtectionResponse } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { ReadFailed } from '../../core/ports/errors.ts';
import { known, unread } from '../../core/world/known.ts';
import { protectionHolds } from '../../core/remedies/replace-tasks/protected-tasks.ts';
import { recordedCase } from '../support/described-service.ts';
import { aShop, START, type Shop, type ShopOptions } from '../support/shop.ts';
import { FIRST_TASK, LEAK } from '../support/sicknesses.ts';

const MINUTE = 60_000;
const recorded = recordedCase('protected-task') as GetTaskProtectionResponse;

/** How long the recorded task is protected, counted from its alarm. */
const RECORDED_MINUTES = ((recorded.protectedTasks?.[0]?.expirationDate?.getTime() ?? 0) - START) / MINUTE;

function leakingShop(minutes: number, options: ShopOptions = {}): Shop {
  const shop = aShop(options);
  protect(shop, minutes);
  shop.breakWith(LEAK);
  return shop;
}

/** From now on, for so long; of the task that leaks. */
function protect(shop: Shop, minutes: number): void {
  const task = shop.memory.ecs.service(shop.user).tasks.find(({ arn }) => arn === FIRST_TASK);
  if (task === undefined) throw new Error('the task that leaks is gone');
  task.protectedUntil = shop.now() + minutes * MINUTE;
}

describe('A leaking task that is protected from scale-in', () => {
  it('is left alone until its protection ends, and healed then', async () => {
    const shop = leakingShop(30);
    const stopped: number[] = [];
    const { incident, messages } = await shop.machine.run(shop.alarm(LEAK), () => {
      if (shop.memory.ecs.stopped.length > 0) stopped.push(shop.memory.ecs.stopped[0]?.at ?? 0);
    });
    const waits = incident?.decisions.find(({ kind }) => kind === 'wait');
    expect(waits?.holds).toEqual([
      {
        reason: 'task-protected',
        detail: 'task user-1 is protected from scale-in until 2026-01-15T03:30Z: an application is at work in it',
        until: START + 30 * MINUTE,
      },
    ]);
    expect(messages[0]?.body).toContain('protected from scale-in until 2026-01-15T03:30Z');
    expect(incident?.outcome).toBe('healed');
    expect(stopped[0]).toBeGreaterThanOrEqual(START + 30 * MINUTE);
    expect(stopped[0]).toBeLessThan(START + 40 * MINUTE);
  });

  it('is healed as soon as its application is done, before the protection would end', async () => {
    const shop = leakingShop(110);
    let done = false;
    const { incident } = await shop.machine.run(shop.alarm(LEAK), () => {
      if (done || shop.now() < START + 10 * MINUTE) return;
      done = true;
      protect(shop, 0);
    });
    expect(incident?.outcome).toBe('healed');
    expect(shop.memory.ecs.stopped[0]?.at).toBeLessThan(START + 20 * MINUTE);
  });

  it('is told of where the protection does not end in time, and nothing is done or learnt', async () => {
    const shop = leakingShop(RECORDED_MINUTES + 60);
    const { incident, messages } = await shop.machine.run(shop.alarm(LEAK));
    expect(RECORDED_MINUTES).toBe(120);
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [] });
    expect(messages.at(-1)?.body).toContain('protected from scale-in');
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('is waited for all the same where one look at its alarm fails meanwhile', async () => {
    const shop = leakingShop(60);
    let failed = false;
    const { incident } = await shop.machine.run(shop.alarm(LEAK), () => {
      if (failed || shop.now() < START + 40 * MINUTE) return;
      failed = true;
      shop.memory.fail('metrics', 'alarms', 'before', new ReadFailed('throttled'));
    });
    expect(failed).toBe(true);
    expect(incident?.outcome).toBe('healed');
  });

  it('is replaced where the service says that its protection does not count', async () => {
    const shop = leakingShop(120, { service: { replaceProtectedTasks: true } });
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome).toBe('healed');
    expect(shop.memory.calls.some(({ method }) => method === 'protections')).toBe(false);
  });

  it('is not stopped when it becomes protected while its replacement starts', async () => {
    const shop = leakingShop(0);
    const { incident } = await shop.machine.run(shop.alarm(LEAK), (path) => {
      if (path.at(-1) === 'act.replaceTasks.apply') protect(shop, 600);
    });
    expect(incident?.attempts[0]).toMatchObject({
      status: 'censored',
      undone: true,
      holds: [{ reason: 'task-protected' }],
    });
    expect(shop.memory.ecs.stopped).toEqual([]);
    expect(shop.memory.ecs.service(shop.user).desired).toBe(4);
  });

  it('is waited for while ECS cannot be asked, and a person is told', async () => {
    const shop = leakingShop(0);
    Object.assign(shop.memory.ports.services, {
      protections: () => Promise.reject(new ReadFailed('AccessDenied')),
    });
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.decisions[0]?.holds[0]).toMatchObject({ reason: 'service-unreadable' });
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [] });
  });
});

describe('Whether tasks may be stopped', () => {
  const at = (state: 'protected' | 'free' | 'unknown', until?: number) => ({
    taskArn: 'task/1',
    state,
    ...(until === undefined ? {} : { until }),
  });

  it.each([
    { case: 'it was not read', protection: undefined, reasons: [] },
    { case: 'it is free', protection: known([at('free')]), reasons: [] },
    { case: 'its protection is over', protection: known([at('protected', START - 5 * MINUTE)]), reasons: [] },
    {
      case: 'its protection is over by a clock that may be ahead',
      protection: known([at('protected', START - 5 * MINUTE + 1)]),
      reasons: ['task-protected'],
    },
    { case: 'it is protected', protection: known([at('protected', START + 1)]), reasons: ['task-protected'] },
    { case: 'it is protected without an end', protection: known([at('protected')]), reasons: ['task-protected'] },
    { case: 'ECS gave no answer for it', protection: known([at('unknown')]), reasons: ['service-unreadable'] },
    { case: 'ECS left it out', protection: known([]), reasons: ['service-unreadable'] },
    { case: 'it could not be read', protection: unread<never>('throttled'), reasons: ['service-unreadable'] },
  ])('is known by what ECS says: $case', ({ protection, reasons }) => {
    expect(protectionHolds(['task/1'], protection, START).map(({ reason }) => reason)).toEqual(reasons);
  });
});
