/**
 * `verify --acting` against the deployed Lambdas in the lab's cloud: what AWS answers to each no-op, that nothing changed by
 * it, and what is said where AWS refuses, answers otherwise, or the healer must keep its hands off.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { actingRoles } from '../../cli/acting/acting-roles.ts';
import type { Status } from '../../cli/check.ts';
import { readArguments } from '../../cli/arguments.ts';
import { render } from '../../cli/render.ts';
import type { Verification } from '../../cli/verification.ts';
import { AwsError } from 'loopback-aws/aws-service.ts';
import type { AnswerName } from 'loopback-aws/answers.ts';
import { PLAYED_ON_IAM } from '../permissions/support/played-requests.ts';
import { proofOf } from '../permissions/support/proof.ts';
import { deployedHealer, OPERATOR, type DeployedHealer } from './support/deployed-healer.ts';

let healer: DeployedHealer;

const WRITES =
  /^(PutParameter|UpdateService|StopTask|DeregisterTargets|RegisterTargets|PutItem|UpdateItem|TransactWriteItems|Publish)$/;

const LAMBDAS = ['ReplaceTasks', 'FlipToggle', 'RollBack', 'ScaleOut'];

/** What any actor wrote since, in order, with the Lambda that did. A busy computer may make a call time out, and be repeated. */
function writesSince(begun: number): readonly string[] {
  return healer.cloud.calls
    .slice(begun)
    .filter(({ operation }) => WRITES.test(operation))
    .map(({ operation, caller }) => `${LAMBDAS.find((name) => caller.includes(name)) ?? caller} ${operation}`);
}

function actingOf({ results }: Verification) {
  return results.find(({ id }) => id === 'acting');
}

const verify = async () => await healer.verify({ readOnly: false, acting: true, service: 'order' });

/** The no-ops alone, without the checks that read. */
const act = async (service = 'order') => await actingRoles(await healer.world(), healer.waiting, service);

/** The name of a Lambda, as its calls are recorded with. */
const named = (lambda: string) => healer.ids('AWS::Lambda::Function').find((one) => one.includes(lambda));

/** Everything a no-op could have changed. */
function state() {
  const { ecs } = healer.shop;
  const services = [...ecs.state.services.values()].map(({ name, desiredCount, deployments, taskDefinitionArn }) => ({
    name,
    desiredCount,
    taskDefinitionArn,
    deployments: deployments.map(({ id, rolloutState }) => [id, rolloutState]),
  }));
  const parameter = (Name: string) => {
    const call = { service: 'ssm', operation: 'GetParameter', caller: 'a person', at: 0, input: { Name } };
    return healer.cloud.services.ssm.operations['GetParameter']?.({ Name }, call);
  };
  return { services, toggles: [parameter('/shop/order/pay-at-once'), parameter('/shop/order/price-cache')] };
}

describe('verify --acting', () => {
  beforeAll(async () => {
    healer = await deployedHealer();
  });

  afterEach(() => {
    healer.cloud.interceptors.length = 0;
  });

  afterAll(async () => {
    await healer.close();
  });

  it('has every acting role make its no-op, changes nothing, and says what AWS answered and what it could not prove', async () => {
    const [before, begun] = [state(), healer.cloud.calls.length];
    const result = await verify();
    expect(actingOf(result)).toMatchObject({ status: 'ok' });
    const detail = actingOf(result)?.detail ?? '';
    expect(detail).toContain('order: ReplaceTasks ecs:UpdateService (desired count 2, as it is) accepted');
    expect(detail).toMatch(
      /elasticloadbalancing:DeregisterTargets \(a target that is not registered, in \S+\) answered/,
    );
    expect(detail).toContain('FlipToggle ssm:PutParameter (/shop/order/pay-at-once, with the value it has');
    expect(detail).toMatch(/RollBack ecs:UpdateService \(task definition order:\d+, as it is\) accepted/);
    expect(detail).toMatch(/not proven.*: ecs:StopTask, elasticloadbalancing:RegisterTargets$/);
    expect(state()).toEqual(before);
    const made = [
      'ReplaceTasks UpdateService',
      'ReplaceTasks DeregisterTargets',
      'FlipToggle PutParameter',
      'RollBack UpdateService',
      'ScaleOut UpdateService',
    ];
    expect([...new Set(writesSince(begun))]).toEqual(made);
    expect(render(result)).toMatch(/^✔ Every acting role may act \(one no-op each\)$/m);
    expect(result.results.at(-1)).toMatchObject({
      id: 'incident',
      status: 'skipped',
      detail: 'skipped by --acting',
    });
  });

  it('makes them at one service only, unless all are asked for', async () => {
    const begun = healer.cloud.calls.length;
    await act();
    const asked = healer.cloud.calls.slice(begun).filter(({ operation }) => operation === 'UpdateService');
    expect(new Set(asked.map(({ input }) => input['service']))).toEqual(new Set(['order']));
    const { noops } = await actingRoles(await healer.world(), healer.waiting);
    expect(noops.map(({ service }) => service).toSorted()).toEqual(['order', 'payment', 'user']);
  });

  it('needs no right that the roles do not have, also where AWS asks for more than it says', async () => {
    const begun = healer.cloud.calls.length;
    await actingRoles(await healer.world(), healer.waiting);
    const calls = healer.cloud.calls
      .slice(begun)
      .filter(({ caller }) => caller !== OPERATOR && caller.startsWith('Healer'));
    for (const played of [[], PLAYED_ON_IAM]) {
      const { refused, exercised } = await proofOf(healer.stack, calls, played);
      expect(refused).toEqual([]);
      expect([...exercised].some((use) => use.includes('iam:PassRole'))).toBe(true);
    }
  });

  it('needs exactly the rights that docs/verify.md lists for it besides', async () => {
    const begun = healer.cloud.calls.length;
    await verify();
    const [always, besides] = [listedRights('## Rights it needs'), listedRights('### Rights of --acting')];
    const used = new Set(rightsSince(begun));
    expect([...used].filter((right) => !always.includes(right)).toSorted()).toEqual(besides);
  });

  it.each([
    { operation: 'PutParameter', lambda: 'FlipToggle', call: 'ssm:PutParameter' },
    { operation: 'DeregisterTargets', lambda: 'ReplaceTasks', call: 'elasticloadbalancing:DeregisterTargets' },
    { operation: 'UpdateService', lambda: 'ScaleOut', call: 'ecs:UpdateService' },
  ])('says which role may not $call, in the words of AWS, and what to do', async ({ operation, lambda, call }) => {
    const name = named(lambda);
    healer.cloud.interceptors.push((made) => {
      if (made.caller !== name || made.operation !== operation) return;
      throw new AwsError('AccessDeniedException', `not authorized to perform: ${call} with an explicit deny`);
    });
    const finding = await act();
    expect(finding).toMatchObject({ status: 'failed', fix: expect.stringMatching(/administrator/) });
    const role = healer.ids('AWS::IAM::Role').find((one) => one.includes(`${lambda}Role`));
    expect(finding.detail).toMatch(
      new RegExp(`order: ${lambda}, with the role ${role}, may not ${call} \\(.*\\): .*AccessDenied.*explicit deny`),
    );
  });

  it('finds a role that a rollback may not pass, and says to add it', async () => {
    const arn = healer.shop.ecs.state.services.get('order')?.taskDefinitionArn ?? '';
    const definition = healer.shop.ecs.state.taskDefinitions.get(arn);
    const [before, taskRoleArn] = [definition?.taskRoleArn, 'arn:aws:iam::123456789012:role/new'];
    onTestFinished(() => void Object.assign(definition ?? {}, { taskRoleArn: before }));
    Object.assign(definition ?? {}, { taskRoleArn });
    const finding = await act();
    expect(finding).toMatchObject({ status: 'failed', fix: expect.stringContaining('taskRoles of order') });
    expect(finding.detail).toContain(`iam:PassRole on resource: ${taskRoleArn}`);
  });

  it('fails where nothing was asked of AWS because people keep the healer off, and touches nothing', async () => {
    await healer.mode('off');
    onTestFinished(() => healer.mode('observe'));
    const begun = healer.cloud.calls.length;
    const finding = await act();
    expect(finding).toMatchObject({ status: 'failed', detail: expect.stringContaining('/healer/mode is off') });
    expect(writesSince(begun)).toEqual([]);
  });

  it('warns of what it left out because a deployment runs', async () => {
    const { ecs } = healer.shop;
    const service = ecs.state.services.get('order');
    const [primary] = service?.deployments ?? [];
    const settled = { ...primary };
    onTestFinished(() => void Object.assign(primary ?? {}, settled));
    Object.assign(primary ?? {}, { rolloutState: 'IN_PROGRESS', createdAt: healer.clock.now() });
    const begun = healer.cloud.calls.length;
    const finding = await act();
    expect(finding).toMatchObject({ status: 'warning', detail: expect.stringContaining('a deployment is starting') });
    // ECS ends that deployment at once, since nothing is missing, and Intake records what it hears of it.
    const writes = writesSince(begun).filter((write) => !/HealerIntake\w+ TransactWriteItems$/.test(write));
    expect([...new Set(writes)]).toEqual(['FlipToggle PutParameter']);
  });

  it('says so where a deployment begins at that very moment', async () => {
    healer.cloud.interceptors.push(({ operation, input }, phase) => {
      if (operation !== 'UpdateService' || phase !== 'after' || input['taskDefinition'] === undefined) return;
      const [primary] = healer.shop.ecs.state.services.get('order')?.deployments ?? [];
      Object.assign(primary ?? {}, { id: 'ecs-svc/another' });
    });
    const finding = await act();
    expect(finding).toMatchObject({
      status: 'failed',
      fix: expect.stringContaining('look at the deployments of order'),
    });
    expect(finding.detail).toContain('deployment ecs-svc/another began at this moment');
  });

  it('warns of a Lambda that could not even look, and goes on with the next', async () => {
    const name = named('RollBack');
    healer.cloud.interceptors.push(({ caller, service }) => {
      if (caller === name && service === 'ssm') throw new AwsError('InternalServerError', 'down', 500);
    });
    const finding = await act();
    expect(finding).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('RollBack made no call'),
    });
  });

  it('knows no service of another name', async () => {
    const finding = await act('cart');
    expect(finding).toMatchObject({ status: 'failed', fix: 'name one of: payment, order, user' });
  });

  it('says what else AWS answered, and claims nothing of the role', async () => {
    const name = named('ScaleOut');
    healer.cloud.interceptors.push(({ caller, operation }) => {
      if (caller !== name || operation !== 'UpdateService') return;
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    });
    const finding = await act();
    expect(finding).toMatchObject({ status: 'failed', fix: expect.stringContaining('run it again') });
    expect(finding.detail).toMatch(
      /ScaleOut, with the role \S+, got no clear answer to ecs:UpdateService .*Throttling/,
    );
  });

  it('says where it ended when the state machine may not call a Lambda', async () => {
    const { lambdas } = healer.cloud.services;
    const pool = lambdas.invoke;
    onTestFinished(() => void Object.assign(lambdas, { invoke: pool }));
    const refuse: typeof pool = async (name, payload) =>
      name.includes('RollBack')
        ? { kind: 'failed', error: 'Lambda.AccessDeniedException', cause: 'not authorized to invoke' }
        : await pool(name, payload);
    Object.assign(lambdas, { invoke: refuse });
    const finding = await act();
    expect(finding).toMatchObject({ status: 'failed', fix: expect.stringContaining('look at it in Step Functions') });
    expect(finding.detail).toContain('order: its no-ops are FAILED: Lambda.AccessDeniedException: not authorized');
    expect(finding.noops[0]?.reports.map(({ remedy }) => remedy)).toEqual(['replaceTasks', 'flipToggle']);
  });
});

function listedRights(heading: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/verify.md'), 'utf8').split(`${heading}\n`)[1] ?? '';
  const { Statement } = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '{}') as {
    readonly Statement: readonly { readonly Action: readonly string[] }[];
  };
  return Statement.flatMap(({ Action }) => Action).toSorted();
}

/** What the caller of the check called, as IAM names it. */
function rightsSince(begun: number): readonly string[] {
  return healer.cloud.calls
    .slice(begun)
    .filter(({ caller }) => caller === OPERATOR)
    .map(({ service, operation }) => `${service === 'monitoring' ? 'cloudwatch' : service}:${operation}`);
}

describe('verify --acting where AWS gives an unfavourable answer', () => {
  const ROWS: readonly { readonly answer: AnswerName; readonly status: Status; readonly says: string }[] = [
    // The first no-op looks like a deployment for a while after a real one: the later ones wait, and nothing is taken back.
    { answer: 'count-change-in-progress', status: 'warning', says: 'RollBack made no call: a deployment' },
    { answer: 'configuration-reset', status: 'ok', says: 'RollBack ecs:UpdateService' },
    { answer: 'events-twice', status: 'ok', says: 'RollBack ecs:UpdateService' },
  ];
  it.each(ROWS)('changes nothing and is believed: $answer', async ({ answer, status, says }) => {
    healer = await deployedHealer(() => true, [answer]);
    onTestFinished(() => healer.close());
    const before = state();
    expect(await act()).toMatchObject({ status, detail: expect.stringContaining(says) });
    expect(state().services.map(({ desiredCount, taskDefinitionArn }) => [desiredCount, taskDefinitionArn])).toEqual(
      before.services.map(({ desiredCount, taskDefinitionArn }) => [desiredCount, taskDefinitionArn]),
    );
    expect(state().toggles).toEqual(before.toggles);
  });
});

describe('the command line of --acting', () => {
  it.each([
    { words: ['--acting'], message: '--acting needs either --service NAME or --all' },
    { words: ['--acting', '--all', '--service', 'cart'], message: '--acting needs either --service NAME or --all' },
    { words: ['--acting', '--all', '--read-only'], message: '--acting writes, --read-only does not: leave one out' },
    { words: ['--all'], message: '--all says where --acting is made: add --acting' },
  ])('is refused: $words', ({ words, message }) => {
    expect(readArguments(words)).toEqual({ kind: 'wrong', message });
  });

  it.each([
    { words: ['--acting', '--all'], given: { acting: true } },
    { words: ['--acting', '--service', 'cart'], given: { acting: true, service: 'cart' } },
  ])('is understood: $words', ({ words, given }) => {
    expect(readArguments(words)).toMatchObject({ kind: 'verify', ...given });
  });
});
