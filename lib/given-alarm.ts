/**
 * Reads an alarm given to `signalFrom` as the rule on the event bus matches it: by name, in this region and account. It
 * finds alarms that the rule can never receive; it cannot tell whether a name belongs to the intended alarm.
 */
import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnAlarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { groupedQueryIn, seriesMistake, type SeriesMistake } from '../core/config/series-alarm.ts';
import type { Finding } from '../core/runbook/problem.ts';
import { arnInOtherEnvironment, inOtherEnvironment } from './same-environment.ts';
import { physicalName } from './physical-name.ts';
import type { References } from './references.ts';

export interface GivenAlarm {
  /** The name, or its stand-in. */
  readonly alarmName: string;
  readonly findings: readonly Finding[];
}

const ALARM_ARN = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(?<name>.+)$/;

/** What messages call the alarm. */
export function alarmLabel(alarm: IAlarm | string): string {
  if (typeof alarm !== 'string') return `signalFrom(${alarm.node.path})`;
  return Token.isUnresolved(alarm) ? 'signalFrom(name known when deployed)' : `signalFrom(${alarm})`;
}

/** The alarm's name and its problems. */
export function givenAlarm(alarm: IAlarm | string, healer: IConstruct, references: References): GivenAlarm {
  return typeof alarm === 'string' ? byName(alarm, healer, references) : byConstruct(alarm, healer, references);
}

function byName(alarm: string, healer: IConstruct, references: References): GivenAlarm {
  const fix = 'give the name of the alarm, or the construct';
  if (Token.isUnresolved(alarm)) {
    const arn = Tokenization.reverseString(alarm).tokens.some(
      (token) => Reference.isReference(token) && token.displayName === 'Arn',
    );
    const findings = arn ? [{ path: [], problem: 'is an ARN, but events carry the name of the alarm', fix }] : [];
    return { alarmName: references.name(alarm, 'the alarm'), findings };
  }
  if (!alarm.startsWith('arn:')) return { alarmName: alarm, findings: [] };
  const name = ALARM_ARN.exec(alarm)?.groups?.['name'];
  if (name === undefined) {
    const allowed = ['arn:aws:cloudwatch:<region>:<account>:alarm:<name>'];
    return {
      alarmName: alarm,
      findings: [{ path: [], value: alarm, problem: 'is not the ARN of an alarm', allowed, fix }],
    };
  }
  return { alarmName: name, findings: arnInOtherEnvironment(alarm, healer) };
}

function byConstruct(alarm: IAlarm, healer: IConstruct, references: References): GivenAlarm {
  const { path } = alarm.node;
  const alarmName = references.name(physicalName(alarm, alarm.alarmName, 'alarmName'), path);
  if (alarm.node.scopes.includes(healer)) {
    const fix = 'leave it out: the healer would answer to itself';
    return { alarmName, findings: [{ path: [], problem: "is one of the healer's own alarms", fix }] };
  }
  const away = inOtherEnvironment(alarm.env, healer);
  // The CDK places an alarm that was imported by ARN in its stack's environment.
  const deaf = away.length > 0 ? away : arnInOtherEnvironment(alarm.alarmArn, healer);
  const mistake = seriesMistakeOf(alarm);
  return { alarmName, findings: mistake === undefined ? deaf : [...deaf, { path: [], ...mistake }] };
}

/** For an alarm made in the app, as far as synth knows its query; `verify` reads the deployed one. */
function seriesMistakeOf(alarm: IAlarm): SeriesMistake | undefined {
  const query = groupedQuery(alarm);
  return query === undefined ? undefined : seriesMistake(query);
}

/** The query of an alarm over several series; undefined for other alarms, and for a query that synth cannot read. */
export function groupedQuery(alarm: IAlarm | string): ReturnType<typeof groupedQueryIn> {
  const resource = typeof alarm === 'string' ? undefined : alarm.node.defaultChild;
  if (!(resource instanceof CfnAlarm)) return undefined;
  const metrics = Stack.of(resource).resolve(resource.metrics) as
    readonly { readonly expression?: unknown }[] | undefined;
  return groupedQueryIn((metrics ?? []).map(({ expression }) => expression).filter((one) => typeof one === 'string'));
}
