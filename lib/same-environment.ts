/**
 * What is in another region or account than the healer can neither be seen nor touched by it: alarms' events, metrics and
 * permissions end there. What synth cannot know is not held against anybody.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Finding, Path } from '../core/runbook/problem.ts';

/** Where something is, as far as synth knows. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** `arn:<partition>:<service>:<region>:<account>:…` */
const ARN = /^arn:[^:]+:[^:]+:(?<region>[^:]*):(?<account>[^:]*):/;

/** A finding when `place` is surely not where the healer is. `path` leads to what is there. */
export function inOtherEnvironment(place: Place, healer: IConstruct, path: Path = []): readonly Finding[] {
  const here = Stack.of(healer);
  const differing = (['region', 'account'] as const).filter(
    (part) => Token.compareStrings(place[part], here[part]) === TokenComparison.DIFFERENT,
  );
  if (differing.length === 0) return [];
  const said = differing.map((part) => `is in ${part} ${place[part]}, the healer in ${here[part]}`).join(', and ');
  return [{ path, problem: said, fix: 'give each account and each region a healer of its own' }];
}

/** The same of an ARN; nothing about a text that is none, or that is known only when deployed. */
export function arnInOtherEnvironment(arn: unknown, healer: IConstruct, path: Path = []): readonly Finding[] {
  const place = typeof arn === 'string' && !Token.isUnresolved(arn) ? placeOf(arn) : undefined;
  return place === undefined ? [] : inOtherEnvironment(place, healer, path);
}

/** Region and account of an ARN; undefined for any other text. */
export function placeOf(arn: string): Place | undefined {
  const { region, account } = ARN.exec(arn)?.groups ?? {};
  return region === undefined || account === undefined ? undefined : { region, account };
}
