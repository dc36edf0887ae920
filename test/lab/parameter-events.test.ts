/** Every write of a parameter is an event on the lab's bus, as AWS documents it. */
import { describe, expect, it } from 'vitest';
import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import { createSsm } from 'loopback-aws/ssm.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';

const START = Date.UTC(2026, 0, 15, 3, 0);

function store() {
  const events: AwsEvent[] = [];
  const clock = virtualClock(START);
  const { operations } = createSsm(clock, (event) => events.push(event));
  const put = async (input: Readonly<Record<string, unknown>>) =>
    await operations['PutParameter']?.(input, {
      service: 'ssm',
      operation: 'PutParameter',
      caller: 'me',
      at: START,
      input,
    });
  return { events, put };
}

describe('a parameter that is written', () => {
  it('is told as created, then as updated, and never with its value', async () => {
    const { events, put } = store();
    await put({ Name: '/healer/undo/inc-1', Value: 'now', Type: 'String' });
    await put({ Name: '/healer/undo/inc-1', Value: 'now', Type: 'String', Overwrite: true });
    const told = { name: '/healer/undo/inc-1', type: 'String' };
    expect(events).toMatchObject([
      {
        source: 'aws.ssm',
        'detail-type': 'Parameter Store Change',
        time: '2026-01-15T03:00:00Z',
        resources: [expect.stringMatching(/^arn:aws:ssm:[a-z0-9-]+:\d{12}:parameter\/healer\/undo\/inc-1$/)],
        detail: { operation: 'Create', ...told },
      },
      { detail: { operation: 'Update', ...told } },
    ]);
    expect(Object.keys(events[0]?.detail ?? {})).toEqual(['operation', 'name', 'type']);
  });

  it('is not told of when the write was refused', async () => {
    const { events, put } = store();
    await put({ Name: '/healer/mode', Value: 'auto', Type: 'String' });
    await expect(async () => await put({ Name: '/healer/mode', Value: 'off', Type: 'String' })).rejects.toThrow(
      'already exists',
    );
    expect(events).toHaveLength(1);
  });
});
