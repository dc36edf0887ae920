/**
 * A test incident: sets one healthy alarm to ALARM and follows everything behind it, from the rule to the message. Only
 * while the healer is in observe; the alarm is always set back. The command changes no override: the person who wants the
 * test types that command.
 */
import { randomBytes } from 'node:crypto';
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { overrideParameterName } from '../../core/vocabulary.ts';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger.ts';
import { expectedAlarms, readAlarms, type AlarmFacts } from '../checks/alarm-facts.ts';
import { stanceFor } from '../checks/override.ts';
import type { Finding } from '../check.ts';
import { onlyResource, tableOf } from '../deployed-stack.ts';
import type { World } from '../world.ts';
import { chooseAlarm } from './choose-alarm.ts';
import { describeExecution, executionFinder, type Execution } from './executions.ts';
import { judgeIncident, reportOf, type IncidentReport } from './judge-incident.ts';
import { waitFor, type Waiting } from './waiting.ts';

/** EventBridge delivers within seconds; it retries a refused start with pauses. */
const START_SECONDS_MAX = 120;
/** A held incident ends in seconds; cold starts and repeated reads take longer. */
const END_SECONDS_MAX = 300;

export interface TestIncident extends Finding {
  readonly report?: IncidentReport;
}

/** Runs the test at `service`, or at the least critical one. */
export async function testIncident(world: World, waiting: Waiting, service?: string): Promise<TestIncident> {
  const alarms = await readAlarms(world.clients.cloudwatch, expectedAlarms(world.stack));
  const choice = chooseAlarm(world.stack.catalog, alarms, service);
  if (choice.kind === 'none') return { status: 'failed', detail: `not made: ${choice.why}`, fix: choice.fix };
  const refusal = await refusalFor(world, choice.service);
  if (refusal !== undefined) return refusal;
  const word = `healer-verify-${randomBytes(6).toString('hex')}`;
  waiting.say(
    `Test incident: ${choice.alarm.name} of ${choice.service.name} is set to ALARM for a moment; the healer observes, decides and tells people.`,
  );
  return waiting.guarded(() => withRedAlarm(world, { waiting, word, alarm: choice.alarm }));
}

async function withRedAlarm(
  world: World,
  { waiting, word, alarm }: { readonly waiting: Waiting; readonly word: string; readonly alarm: AlarmFacts },
): Promise<TestIncident> {
  try {
    await setState(world, alarm.name, { value: 'ALARM', reason: `Test (${word}): nothing is wrong` });
    return await follow(world, waiting, word);
  } finally {
    await setState(world, alarm.name, { value: before(alarm), reason: `Test (${word}) is over` });
    waiting.say(`${alarm.name} is ${before(alarm)} again.`);
  }
}

function before({ state }: AlarmFacts): 'OK' | 'INSUFFICIENT_DATA' {
  return state === 'INSUFFICIENT_DATA' ? state : 'OK';
}

/** Why the test must not run now; undefined when it may. */
async function refusalFor(world: World, service: ServiceEntry): Promise<Finding | undefined> {
  const { name } = service;
  const { mode } = await stanceFor(world, service);
  if (mode !== 'observe') {
    const command = `aws ssm put-parameter --overwrite --type String --name ${overrideParameterName()} --value observe`;
    return {
      status: 'failed',
      detail: `not made: the healer is in ${mode}; a test needs observe, where it changes nothing`,
      fix: `run: ${command}; then run this again, or skip the test with --read-only`,
    };
  }
  const { openIncidentId } = await ledgerOf(world).service(name);
  if (openIncidentId === undefined) return undefined;
  const fix = 'wait until it is over, or name another service with --service';
  return { status: 'failed', detail: `not made: ${name} has an open incident, ${openIncidentId}`, fix };
}

async function follow(world: World, waiting: Waiting, word: string): Promise<TestIncident> {
  const { states } = world.clients;
  const machine = onlyResource(world.stack, 'AWS::StepFunctions::StateMachine');
  const start = { what: 'an execution', secondsMax: START_SECONDS_MAX };
  const started = await waitFor(waiting, start, executionFinder(states, machine, word));
  if (started?.executionArn === undefined) return neverStarted;
  const { executionArn } = started;
  waiting.say(`Execution ${executionArn.split(':').at(-1)} started.`);
  const end = { what: 'the execution to end', secondsMax: END_SECONDS_MAX };
  const ended = await waitFor(waiting, end, async () => {
    const execution = await describeExecution(states, executionArn);
    return execution.status === 'RUNNING' ? undefined : execution;
  });
  return ended === undefined ? neverEnded(executionArn) : judge(world, executionArn, ended);
}

const neverStarted: Finding = {
  status: 'failed',
  detail: `no execution started within ${START_SECONDS_MAX} s of the alarm`,
  fix: 'look at the rule of the alarms in EventBridge (its metric FailedInvocations) and at the dead-letter queue',
};

function neverEnded(executionArn: string): Finding {
  const detail = `the execution did not end within ${END_SECONDS_MAX} s`;
  return { status: 'failed', detail, fix: `look at it in Step Functions: ${executionArn}` };
}

async function judge(world: World, executionArn: string, execution: Execution): Promise<TestIncident> {
  const fix = `look at it in Step Functions: ${executionArn}`;
  if (execution.status !== 'SUCCEEDED') {
    const why = [execution.error, execution.cause].filter((one) => one !== undefined).join(': ');
    return { status: 'failed', detail: `the execution is ${execution.status ?? 'gone'}: ${why.slice(0, 400)}`, fix };
  }
  const ledger = ledgerOf(world);
  const incidentId = await ledger.incidentOf(executionArn);
  if (incidentId === undefined) {
    return { status: 'failed', detail: `the signal opened no incident: ${execution.output ?? 'no output'}`, fix };
  }
  const incident = await ledger.load(incidentId);
  const ended = { incident, messageSent: await ledger.notified(incidentId) };
  return { ...judgeIncident(ended), report: reportOf(ended) };
}

function ledgerOf({ stack, clients }: World) {
  return dynamoLedger({ client: clients.dynamodb, name: tableOf(stack) });
}

async function setState(
  { clients }: World,
  AlarmName: string,
  to: { readonly value: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'; readonly reason: string },
): Promise<void> {
  await clients.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: to.value, StateReason: to.reason }));
}
