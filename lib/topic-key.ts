/**
 * The key that encrypts the topics, in the form that permissions need: its own ARN, in the region of the topics. IAM
 * policies name keys; an alias in one matches nothing.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IAlias, IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { Finding, Path } from '../core/runbook/problem.ts';
import { placeOf } from './same-environment.ts';

export interface TopicKey {
  /** The key itself; absent if none was given, or an unusable one. */
  readonly key?: IKey;
  readonly findings: readonly Finding[];
}

const PATH = ['encryptionKey'] as const;

/** The key; for an alias, its target key. */
export function topicKey(healer: IConstruct, given: IKey | undefined): TopicKey {
  if (given === undefined) return { findings: [] };
  const key = isAlias(given) ? targetOf(given) : given;
  if (key === undefined) {
    const problem = `${given.node.path} is an alias of a key that this app does not know, and IAM policies cannot name a key by its alias`;
    return { findings: [{ path: PATH, problem, fix: 'give the key itself, such as Key.fromKeyArn()' }] };
  }
  return { key, findings: inAnotherRegion(key.env.region, healer, PATH) };
}

/** Checks a key ARN of the configuration: SNS uses keys of its own region only. */
export function keyArnFindings(healer: IConstruct, arn: string | undefined): readonly Finding[] {
  const region = arn === undefined || Token.isUnresolved(arn) ? undefined : placeOf(arn)?.region;
  return region === undefined ? [] : inAnotherRegion(region, healer, ['notifications', 'encryptionKeyArn']);
}

function inAnotherRegion(region: string, healer: IConstruct, path: Path): readonly Finding[] {
  const here = Stack.of(healer).region;
  if (Token.compareStrings(region, here) !== TokenComparison.DIFFERENT) return [];
  const problem = `the key is in region ${region}, the topics in ${here}`;
  return [{ path, value: region, problem, allowed: [here], fix: 'give a key in the region of the topics' }];
}

function isAlias(key: IKey): key is IAlias {
  return 'aliasName' in key;
}

/** An alias imported by name throws when asked for its key. */
function targetOf(alias: IAlias): IKey | undefined {
  try {
    return alias.aliasTargetKey;
  } catch (error) {
    if (error instanceof Error && /Cannot access aliasTargetKey/i.test(error.message)) return undefined;
    throw error;
  }
}
