/**
 * Refuses resources in another region or account than the healer's: alarms' events, metrics and permissions do not reach
 * it. A place that synth does not know is accepted.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Finding, Path } from '../core/runbook/problem.ts';

/** The region and account of a resource, as far as synth knows. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** `arn:<partition>:<service>:<region>:<account>:…` */
const ARN = /^arn:[^:]+:[^:]+:(?<region>[^:]*):(?<account>[^:]*):/;

/** A finding if `place` is certainly not the healer's. `path` is the property. */
export function inOtherEnvironment(place: Place, healer: IConstruct, path: Path = []): readonly Finding[] {
  const here = Stack.of(healer);
  const differing = (['region', 'account'] as const).filter(
    (part) => Token.compareStrings(place[part], here[part]) === TokenComparison.DIFFERENT,
  );
  if (differing.length === 0) return [];
  const said = differing.map((part) => `is in ${part} ${place[part]}, the healer in ${here[part]}`).join(', and ');
  return [{ path, problem: said, fix: 'create a healer in each account and each region' }];
}

/** The same for an ARN; no finding for other text, or for an ARN known only after deployment. */
export function arnInOtherEnvironment(arn: unknown, healer: IConstruct, path: Path = []): readonly Finding[] {
  const place = typeof arn === 'string' && !Token.isUnresolved(arn) ? placeOf(arn) : undefined;
  return place === undefined ? [] : inOtherEnvironment(place, healer, path);
}

/** Region and account of an ARN; undefined for any other text. */
export function placeOf(arn: string): Place | undefined {
  const { region, account } = ARN.exec(arn)?.groups ?? {};
  return region === undefined || account === undefined ? undefined : { region, account };
}
