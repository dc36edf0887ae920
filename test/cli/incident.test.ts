/**
 * The test incident, end to end: SetAlarmState, rule, state machine, Lambdas, table and message as they are deployed, in
 * virtual time. And the ways in which it must not be made, or must not stay unseen.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testIncident } from '../../cli/incident/test-incident.ts';
import { AwsError } from 'loopback-aws/aws-service.ts';
import { passed } from '../../cli/render.ts';
import type { Verification } from '../../cli/verification.ts';
import { deployedHealer, OPERATOR, type DeployedHealer } from './support/deployed-healer.ts';

let healer: DeployedHealer;

beforeEach(async () => {
  healer = await deployedHealer();
});

afterEach(async () => {
  await healer.close();
});

const CHANGES = /^(SetAlarmState|PutParameter|UpdateService|StopTask|DeregisterTargets|RegisterTargets)$/;

/** Everything that was changed after the deployment, by any actor, outside the healer's own table. */
function changes() {
  return healer.cloud.calls
    .filter(({ operation, caller }) => CHANGES.test(operation) && caller !== 'cloudformation')
    .map(({ operation }) => operation);
}

function incidentOf({ results }: Verification) {
  return results.find(({ id }) => id === 'incident');
}

function alarmStates() {
  return new Set(healer.watch.alarms.list().map(({ state }) => state.value));
}

describe('the test incident', () => {
  it('is decided, held back and told, leaves everything as it was, and needs exactly the rights of docs/verify.md', async () => {
    const result = await healer.verify({ readOnly: false });
    expect(incidentOf(result)).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^held back by observe; would have.*; decided .* told people: /),
    });
    expect(passed(result)).toBe(true);
    expect(result.incident).toMatchObject({
      service: 'user',
      outcome: 'held',
      decision: 'hold',
      messageSent: true,
      holds: ['override-observe: /healer/mode is observe'],
    });
    expect(result.incident?.secondsToEnd).toBeLessThan(60);
    expect(healer.cloud.services.sns.messages.map(({ subject }) => subject)).toContain(result.incident?.message);
    expect(changes()).toEqual(['SetAlarmState', 'SetAlarmState']);
    expect([...alarmStates()]).not.toContain('ALARM');
    expect(listedRights()).toEqual([...new Set([...usedRights(), ...ONLY_WITH_MANAGED_POLICIES])].toSorted());
  });

  it.each(['auto', 'off'] as const)(
    'is refused in %s, with the command to type, and nothing is touched',
    async (mode) => {
      await healer.mode(mode);
      const result = await testIncident(await healer.world(), healer.waiting);
      expect(result).toEqual({
        status: 'failed',
        detail: expect.stringContaining(`the healer is in ${mode}`),
        fix: expect.stringContaining('--name /healer/mode --value observe'),
      });
      expect(changes()).toEqual([]);
    },
  );

  it('is refused at a service that really fails', async () => {
    healer.watch.alarms.set('healer-user-memory-leak-memory', { value: 'ALARM', reason: 'a real one' });
    const { status, detail } = await testIncident(await healer.world(), healer.waiting, 'user');
    expect({ status, detail }).toEqual({
      status: 'failed',
      detail: 'not made: user fails now: healer-user-memory-leak-memory',
    });
    expect(changes()).toEqual([]);
  });

  it('is left out when no signal could come through', async () => {
    healer.watch.alarms.remove('healer-user-high-cpu-cpu');
    const result = await healer.verify({ readOnly: false });
    expect(incidentOf(result)).toMatchObject({ status: 'skipped', detail: expect.stringContaining('(alarms)') });
    expect(changes()).toEqual([]);
  });
});

/** Read where a role has managed policies, which those of a small fleet have not. */
const ONLY_WITH_MANAGED_POLICIES = ['iam:GetPolicy', 'iam:GetPolicyVersion'];

/** What the caller of the check called, as IAM names it. */
function usedRights(): readonly string[] {
  return healer.cloud.calls
    .filter(({ caller }) => caller === OPERATOR)
    .map(({ service, operation }) => `${service === 'monitoring' ? 'cloudwatch' : service}:${operation}`);
}

function listedRights(): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/verify.md'), 'utf8');
  const policy = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '{}';
  const { Statement } = JSON.parse(policy) as { readonly Statement: readonly { readonly Action: readonly string[] }[] };
  return Statement.flatMap(({ Action }) => Action).toSorted();
}

describe('a test incident that does not go its way', () => {
  it('says after two minutes that no execution started, and sets the alarm back', async () => {
    for (const rule of healer.ids('AWS::Events::Rule')) await disable(rule);
    const began = healer.clock.now();
    const { status, detail, fix } = await testIncident(await healer.world(), healer.waiting);
    expect({ status, detail }).toEqual({ status: 'failed', detail: 'no execution started within 120 s of the alarm' });
    expect(fix).toContain('dead-letter queue');
    expect(healer.clock.now() - began).toBeLessThan(130_000);
    expect(healer.said.some((line) => line.startsWith('still waiting for an execution'))).toBe(true);
    expect([...alarmStates()]).not.toContain('ALARM');
  });

  it('sets the alarm back when the person who waits gives up', async () => {
    for (const rule of healer.ids('AWS::Events::Rule')) await disable(rule);
    const sleep = () => Promise.reject(new DOMException('The operation was aborted', 'AbortError'));
    const giveUp = testIncident(await healer.world(), { ...healer.waiting, sleep });
    await expect(giveUp).rejects.toThrow('aborted');
    expect([...alarmStates()]).not.toContain('ALARM');
    expect(changes()).toEqual(['SetAlarmState', 'SetAlarmState']);
  });

  it('is a failure when the healer did not get to a decision', async () => {
    const decide = healer.ids('AWS::Lambda::Function').find((name) => name.includes('Decide'));
    healer.cloud.interceptors.push(({ caller, service }) => {
      if (caller === decide && service === 'dynamodb') throw new AwsError('InternalServerError', 'out of reach', 500);
    });
    const { status, detail, report } = await testIncident(await healer.world(), healer.waiting);
    expect(status).toBe('failed');
    expect(`${detail} ${report?.outcome ?? ''}`).toMatch(/FAILED|failed/);
  });
});

async function disable(Name: string): Promise<void> {
  const { bus } = healer.cloud.services;
  await bus.service.operations['DisableRule']?.(
    { Name },
    { service: 'events', operation: 'DisableRule', caller: 'a person', at: healer.clock.now(), input: { Name } },
  );
}
