/** Topics, subscriptions and keys as they are synthesized: each publisher may, and nothing that is sent is lost. */
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { Healer } from '../../lib/healer.ts';
import { SHOP, app, HANDLERS, shopStack, shopTemplate } from './support/shop.ts';
import { flat, propertiesOf, resourcesOf, statementsOf, templateOf } from './support/templates.ts';

const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/0f9d1c1e-5a2b-4c3d-8e4f-123456789abc';
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:Decrypt'];
const PUBLISHERS = ['HealerWorkflowRole', 'HealerReapRole'];

const byDefault = shopTemplate();

describe('by default', () => {
  it('there is one topic, no key of another owner’s, and nothing that is encrypted with one', () => {
    expect(resourcesOf(byDefault, 'AWS::SNS::Topic')).toHaveLength(1);
    expect(resourcesOf(byDefault, 'AWS::KMS::Key')).toEqual([]);
    expect(JSON.stringify(byDefault)).not.toMatch(/KmsMasterKeyId|alias\/aws/);
    for (const role of PUBLISHERS) {
      const allowed = statementsOf(byDefault, role).filter(({ Effect }) => Effect === 'Allow');
      expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.startsWith('kms:'))).toEqual([]);
    }
  });
});

describe('subscriptions of the configuration', () => {
  const template = shopTemplate({
    notifications: {
      subscriptions: [
        { protocol: 'https', endpoint: 'https://pager.example.com/v1', filter: { outcome: ['escalated', 'failed'] } },
        { protocol: 'lambda', endpoint: 'arn:aws:lambda:eu-central-1:123456789012:function:page' },
      ],
    },
  });

  it('have their protocol, their endpoint and their filter', () => {
    expect(resourcesOf(template, 'AWS::SNS::Subscription').map(({ Properties }) => flat(Properties))).toEqual([
      {
        Protocol: 'https',
        Endpoint: 'https://pager.example.com/v1',
        TopicArn: '<HealerTopic>',
        FilterPolicy: { outcome: ['escalated', 'failed'] },
      },
      {
        Protocol: 'lambda',
        Endpoint: 'arn:aws:lambda:eu-central-1:123456789012:function:page',
        TopicArn: '<HealerTopic>',
      },
    ]);
  });

  it('to a Lambda let this topic, and no other, invoke it', () => {
    const permission = propertiesOf(
      template,
      'AWS::Lambda::Permission',
      ({ Principal }) => Principal === 'sns.amazonaws.com',
    );
    expect(permission).toMatchObject({
      FunctionName: 'arn:aws:lambda:eu-central-1:123456789012:function:page',
      SourceArn: '<HealerTopic>',
    });
  });
});

describe('chat', () => {
  const template = shopTemplate({ notifications: { chat: true } });

  it('has a topic of its own, over TLS only, that both publishers may publish to', () => {
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toHaveLength(2);
    expect(JSON.stringify(template)).toMatch(/ChatTopicPolicy/);
    for (const role of PUBLISHERS) {
      const publish = statementsOf(template, role).filter(({ Action }) => Action.includes('sns:Publish'));
      expect(publish.flatMap(({ Resource }) => Resource).toSorted()).toEqual(['<HealerChatTopic>', '<HealerTopic>']);
    }
  });

  it('is known to the reaper, which tells it when an execution died', () => {
    expect(JSON.stringify(template)).toContain('CHAT_TOPIC_ARN');
    expect(JSON.stringify(byDefault)).not.toContain('CHAT_TOPIC_ARN');
  });
});

describe('a key of this app', () => {
  const stack = new Stack(app(), 'Shop');
  new Healer(stack, 'Healer', {
    ...SHOP,
    notifications: { emails: ['ops@example.com'], chat: true },
    handlersDirectory: HANDLERS,
    encryptionKey: new Key(stack, 'Key'),
  });
  const template = templateOf(stack);

  it('encrypts both topics', () => {
    const topics = resourcesOf(template, 'AWS::SNS::Topic');
    expect(topics).toHaveLength(2);
    for (const { Properties } of topics) expect(Properties).toHaveProperty('KmsMasterKeyId');
  });

  it('may be used by every role that publishes', () => {
    for (const role of PUBLISHERS) {
      const uses = statementsOf(template, role).filter(({ Action }) =>
        KEY_ACTIONS.every((one) => Action.includes(one)),
      );
      expect(uses, role).toHaveLength(1);
    }
  });

  it('may be used by alarms of this account', () => {
    const { KeyPolicy } = propertiesOf(template, 'AWS::KMS::Key');
    expect(KeyPolicy).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: KEY_ACTIONS.toSorted(),
          Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
        }),
      ]) as unknown,
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('a key of another actor’s', () => {
  const stack = shopStack({ notifications: { encryptionKeyArn: KEY_ARN } });
  const template = templateOf(stack);

  it('encrypts the topic, and the roles that publish may use it', () => {
    expect(propertiesOf(template, 'AWS::SNS::Topic')).toMatchObject({ KmsMasterKeyId: KEY_ARN });
    for (const role of PUBLISHERS) {
      const statements = statementsOf(template, role);
      expect(statements.some(({ Resource }) => Resource.includes(KEY_ARN))).toBe(true);
    }
  });

  it('makes synth warn of the one thing it cannot do, with the statement that does it', () => {
    const warning = Match.stringLikeRegexp(
      '"Action":\\["kms:GenerateDataKey","kms:GenerateDataKeyWithoutPlaintext","kms:Decrypt"\\].*cloudwatch.amazonaws.com',
    );
    expect(Annotations.fromStack(stack).findWarning('*', warning)).toHaveLength(1);
  });
});
