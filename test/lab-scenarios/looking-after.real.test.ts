/** The heartbeat and the sweep as they are deployed: run in the lab, with no right they do not have. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../lab/lab.ts';
import { synthesize } from '../../lab/synth.ts';
import { jsonCall } from '../lab/support/aws.ts';
import { permissionProblems } from './support/permissions.ts';

const SPEED = 20;
/** Cold starts take real seconds, whatever the lab's speed. */
const HEARTBEAT_SECONDS_MAX = 300;

let lab: Lab;
const printed: string[] = [];

beforeAll(async () => {
  const directory = await synthesize();
  lab = await startLab({ speed: SPEED, assembly: directory });
  lab.cloud.on('log', ({ line }) => void printed.push(line));
});

afterAll(async () => {
  await lab?.close();
});

function refOf(type: string, id: RegExp): string {
  const found = [...lab.stack.resources].find(([name, one]) => one.type === type && id.test(name));
  return found?.[1].ref ?? '';
}

describe('a deployed healer of which nothing is wanted', () => {
  it('lets the heartbeat through to its metric, and finds nothing to sweep up', async () => {
    const { states, lambdas } = lab.cloud.services;
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', id: 'heartbeat-1', detail: {} };
    const machine = refOf('AWS::StepFunctions::StateMachine', /Workflow/);
    const heartbeat = states.start(machine, { input: JSON.stringify(event) });
    const swept = await lambdas.invoke(refOf('AWS::Lambda::Function', /^HealerSweep[0-9A-F]{8}$/), {});
    const until = lab.clock.now() + HEARTBEAT_SECONDS_MAX * 1_000;
    while (heartbeat.ended() === undefined && lab.clock.now() < until) await lab.clock.sleep(1_000);
    expect(heartbeat.status()).toBe('SUCCEEDED');
    // Its schedule may have been first.
    expect(swept).toMatchObject({
      kind: 'returned',
      payload: { kind: expect.stringMatching(/^(swept|rested|busy)$/) },
    });
    expect(printed.filter((line) => line.includes('"HeartbeatCameThrough":1'))).not.toEqual([]);
    expect(printed.filter((line) => line.includes('"result":"swept","found":[]'))).not.toEqual([]);
    expect(await permissionProblems(lab.stack, lab.cloud.calls, 'looked after')).toEqual([]);
  });

  it('hears a person who asks to undo, and answers that there is no such incident', async () => {
    const ends: (string | undefined)[] = [];
    lab.cloud.on('execution', (execution) => void ends.push(execution.ended()?.output));
    const answered = () => ends.find((output) => output?.includes('unknown-incident'));
    const parameter = { Name: '/healer/undo/20260115T030000-user-0d14d22e', Value: 'now', Type: 'String' };
    await jsonCall(lab.cloud.endpoint, 'AmazonSSM.PutParameter', parameter);
    const until = lab.clock.now() + HEARTBEAT_SECONDS_MAX * 1_000;
    while (answered() === undefined && lab.clock.now() < until) await lab.clock.sleep(1_000);
    expect(JSON.parse(answered() ?? 'null')).toMatchObject({
      kind: 'ignored',
      detail: 'there is no incident 20260115T030000-user-0d14d22e',
    });
  });
});
