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
    `This app cannot change the policy of ${shown}, which must allow every publisher to use the key. Add this statement ` +
      `for CloudWatch; without it SNS drops alarms on the healer itself silently: ${wanted} Allow the same actions to the ` +
      `healer's roles that publish (state machine, reaper and sweep), unless the policy delegates to IAM policies of ` +
      `${shownAccount(scope)}; otherwise KMS denies every message of the healer.`,
  );
}

function shownAccount(scope: Construct): string {
  const { account } = Stack.of(scope);
  return Token.isUnresolved(account) ? 'its account' : `account ${account}`;
}
