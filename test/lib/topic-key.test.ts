/** Keys of a user's own for the topics: what may publish can use them, or synth says why it could not. */
import type { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Alias, Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { flat, resourcesOf, templateOf } from './support/templates.ts';
import { FRANKFURT, newHealer, newStack } from './support/user-app.ts';

const WEB = { cluster: 'shop', service: 'web' };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/0b3f1d2c';
const KEY_IN_IRELAND = KEY.replace('eu-central-1', 'eu-west-1');

function encrypted(keyOf: (stack: ReturnType<typeof newStack>) => IKey) {
  const stack = newStack(undefined, 'Shop', FRANKFURT);
  newHealer(stack, { encryptionKey: keyOf(stack), notifications: { emails: ['oncall@example.com'] } }).heals(WEB);
  return stack;
}

describe('an alias', () => {
  it('of a key the app knows is taken for that key: IAM knows keys only', () => {
    const template = templateOf(encrypted((stack) => new Key(stack, 'Key').addAlias('alias/mine')));
    const [topic] = resourcesOf(template, 'AWS::SNS::Topic').map(({ Properties }) => flat(Properties));
    expect(topic).toMatchObject({ KmsMasterKeyId: '<Key.Arn>' });
    const allowed = JSON.stringify(resourcesOf(template, 'AWS::IAM::Policy').map(({ Properties }) => flat(Properties)));
    expect(allowed).toContain('"Effect":"Allow","Resource":"<Key.Arn>"');
    expect(allowed).not.toContain('alias/');
  });

  it('of an unknown key is refused', () => {
    expect(problemsOf(encrypted((stack) => Alias.fromAliasName(stack, 'Alias', 'alias/aws/sns')))).toEqual([
      '[Shop/Healer] properties of Shop/Healer encryptionKey: Shop/Alias is an alias of a key that this app does not know, and IAM policies cannot name a key by its alias; give the key itself, such as Key.fromKeyArn()',
    ]);
  });
});

describe('a key of another region', () => {
  const says = 'the key is in region eu-west-1, the topics in eu-central-1 (allowed: eu-central-1)';
  const fix = 'give a key in the region of the topics';

  it('is refused as an object', () => {
    expect(problemsOf(encrypted((stack) => Key.fromKeyArn(stack, 'Key', KEY_IN_IRELAND)))).toEqual([
      `[Shop/Healer] properties of Shop/Healer encryptionKey: ${says}; ${fix}`,
    ]);
  });

  it('is refused as an ARN', () => {
    const stack = newStack(undefined, 'Shop', FRANKFURT);
    newHealer(stack, { notifications: { encryptionKeyArn: KEY_IN_IRELAND } }).heals(WEB);
    expect(problemsOf(stack)).toEqual([
      `[Shop/Healer] properties of Shop/Healer notifications.encryptionKeyArn: ${says}; ${fix}`,
    ]);
  });
});

describe('a key whose policy is not of this app', () => {
  const stack = encrypted((scope) => Key.fromKeyArn(scope, 'Key', KEY));
  (stack.node.root as App).synth();
  const [warning] = Annotations.fromStack(stack).findWarning('/Shop/Healer', Match.stringLikeRegexp('policy of'));
  const text = String(warning?.entry.data);

  it('must let CloudWatch and the three publishing roles use it, says a warning', () => {
    expect(text).toContain(`This app cannot change the policy of ${KEY}`);
    expect(text).toContain('"Service":"cloudwatch.amazonaws.com"');
    expect(text).toContain('(state machine, reaper and sweep)');
    expect(text).toContain('unless the policy delegates to IAM policies of account 111111111111');
  });

  it('is used by just these three roles', () => {
    const users = resourcesOf(templateOf(stack), 'AWS::IAM::Policy')
      .map(({ Properties }) => flat(Properties) as { readonly PolicyDocument: unknown; readonly Roles: unknown })
      .filter(({ PolicyDocument }) => JSON.stringify(PolicyDocument).includes(`"Effect":"Allow","Resource":"${KEY}"`))
      .map(({ Roles }) => JSON.stringify(Roles));
    expect(users.toSorted()).toEqual(['["<HealerReapRole>"]', '["<HealerSweepRole>"]', '["<HealerWorkflowRole>"]']);
  });
});
