/**
 * Prevents lost messages when a user's own key encrypts the topics: every publisher must be allowed to use the key. The
 * healer's roles get this right with `sns:Publish`. CloudWatch, whose alarms watch the healer, can get it only from the
 * key's policy.
 */
import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Key rights for publishing to an encrypted topic: making a data key, and decrypting one that SNS uses again. SNS
 * documents `kms:GenerateDataKey*`; spelling the actions out excludes the right to make key pairs.
 */
export const PUBLISHING_KEY_ACTIONS = [
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:Decrypt',
] as const;

/** Adds CloudWatch to the policy of a key that this app creates; for another key, a warning says what to add. */
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
