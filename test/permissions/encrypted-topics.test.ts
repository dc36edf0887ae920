/** Publishing to topics with a key of the user's: what SNS asks of the key is granted, needed, and nothing beside it is. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { publishes } from '../../lib/permissions/publishes.ts';
import { deployedHealer } from './support/deployed.ts';
import { arn } from './support/iam-input.ts';
import { iamRequests } from './support/iam-requests.ts';
import { proofOf, use } from './support/proof.ts';
import { rolesByCaller, type Role } from './support/roles.ts';
import { REGISTERED } from './support/shop.ts';
import { judge } from './support/simulate.ts';

const KEY = arn('kms', 'key/0f9d1c1e-5a2b-4c3d-8e4f-123456789abc');
const PUBLISHERS = ['Reap', 'Sweep', 'Workflow'];

let stack: Stack;
let publishers: ReadonlyMap<string, Role>;
let topics: readonly string[];

beforeAll(async () => {
  stack = await deployedHealer({ ...REGISTERED, notifications: { chat: true, encryptionKeyArn: KEY } });
  publishers = new Map([...rolesByCaller(stack)].filter(([, { name }]) => PUBLISHERS.includes(name)));
  topics = [...stack.resources.values()]
    .filter(({ type }) => type === 'AWS::SNS::Topic')
    .map(({ attributes }) => attributes?.['TopicArn'] ?? '');
});

const publish = (topic: string, caller: string) => ({
  service: 'sns',
  operation: 'Publish',
  caller,
  input: { TopicArn: topic, Message: 'm' },
});

describe('the roles that publish to encrypted topics', () => {
  it('may do all that SNS asks for, of topic and key', async () => {
    expect([publishers.size, topics.length]).toEqual([3, 2]);
    const proof = await proofOf(
      stack,
      topics.flatMap((topic) => [...publishers.keys()].map((caller) => publish(topic, caller))),
    );
    expect(proof.refused).toEqual([]);
    const expected = PUBLISHERS.flatMap((role) => ['kms:Decrypt', 'kms:GenerateDataKey'].map((one) => use(role, one)));
    expect([...proof.exercised]).toEqual(expect.arrayContaining(expected));
  });

  it('could not, were the key not granted to them', async () => {
    for (const [caller, role] of publishers) {
      const withoutKey = {
        ...role,
        policies: JSON.parse(JSON.stringify(role.policies).replaceAll('"kms:', '"x-kms:')) as Role['policies'],
      };
      const requests = iamRequests(publish(topics[0] ?? '', caller), { keyOf: () => KEY }).filter(({ action }) =>
        action.startsWith('kms:'),
      );
      expect(requests.length).toBe(2);
      for (const request of requests) expect(await judge(withoutKey, request)).toBe('ImplicitlyDenied');
    }
  });

  it('are granted nothing of the key that is neither asked for nor argued', () => {
    const asked = iamRequests(publish(topics[0] ?? '', 'any'), { keyOf: () => KEY }).map(({ action }) => action);
    const argued = publishes(topics, KEY, 'Tells.').flatMap(({ unexercised = {} }) => Object.keys(unexercised));
    for (const role of publishers.values()) {
      const allowed = role.policies
        .flatMap(({ policy }) => policy.Statement)
        .filter(({ Effect }) => Effect === 'Allow');
      const ofKeys = allowed.flatMap(({ Action: actions }) => [actions].flat()).filter((one) => one.startsWith('kms:'));
      expect(ofKeys.length, role.name).toBeGreaterThan(0);
      expect(
        ofKeys.filter((one) => !asked.includes(one) && !argued.includes(one)),
        role.name,
      ).toEqual([]);
    }
  });

  it('alone of all roles may use it', () => {
    const others = [...rolesByCaller(stack).values()].filter(({ name }) => !PUBLISHERS.includes(name));
    expect(others.filter(({ policies }) => JSON.stringify(policies).includes(KEY)).map(({ name }) => name)).toEqual([]);
  });
});
