/**
 * What it takes that no message is lost when the topics are encrypted with a key of the user's own: whoever publishes
 * must be allowed to use the key. Roles are granted it beside `sns:Publish`; CloudWatch, whose alarms watch the healer
 * itself, only by the policy of the key.
 */
import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * What publishing to an encrypted topic needs of its key: a new data key, and reading one back when SNS uses it again.
 * SNS's documentation writes `kms:GenerateDataKey*`; spelt out, it is not the right to make key pairs as well.
 */
export const PUBLISHING_KEY_ACTIONS = [
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:Decrypt',
] as const;

/** Adds CloudWatch to the policy of a key that this app creates; for one that it does not, a warning says what to add. */
export function letAlarmsEncrypt(scope: Construct, key: IKey): void {
  const statement = new PolicyStatement({
    sid: 'HealerAlarms',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: [...PUBLISHING_KEY_ACTIONS],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
  if (key.addToResourcePolicy(statement, true).statementAdded) return;
  const wanted = JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()));
  const shown = Token.isUnresolved(key.keyArn) ? key.node.path : key.keyArn;
  Annotations.of(scope).addWarningV2(
    'healer:topicKeyPolicy',
    `The policy of ${shown} is not this app's to change, and must let all who publish use the key. CloudWatch, by this ` +
      `statement: without it alarms on the healer itself are not delivered, and nothing says so: ${wanted} And the two ` +
      `roles of the healer that publish, those of its state machine and of its reaper, for the same actions, unless the ` +
      `policy leaves it to IAM policies of ${shownAccount(scope)}: without that, every message of the healer is denied.`,
  );
}

function shownAccount(scope: Construct): string {
  const { account } = Stack.of(scope);
  return Token.isUnresolved(account) ? 'its account' : `account ${account}`;
}
