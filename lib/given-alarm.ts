/**
 * An alarm given to `signalFrom` as the rule on the event bus knows it: by its name, in this region and account. One that
 * the rule could never hear is found here; a name with another alarm behind it cannot be.
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

/** How messages call the alarm. */
export function alarmLabel(alarm: IAlarm | string): string {
  if (typeof alarm !== 'string') return `signalFrom(${alarm.node.path})`;
  return Token.isUnresolved(alarm) ? 'signalFrom(name known when deployed)' : `signalFrom(${alarm})`;
}

/** Name and findings. */
export function givenAlarm(alarm: IAlarm | string, healer: IConstruct, references: References): GivenAlarm {
  return typeof alarm === 'string' ? byName(alarm, healer, references) : byConstruct(alarm, healer, references);
}

function byName(alarm: string, healer: IConstruct, references: References): GivenAlarm {
  const fix = 'give the name of the alarm, or the construct';
  if (Token.isUnresolved(alarm)) {
    const arn = Tokenization.reverseString(alarm).tokens.some(
      (token) => Reference.isReference(token) && token.displayName === 'Arn',
    );
    const findings = arn ? [{ path: [], problem: 'is an ARN, and events name the alarm', fix }] : [];
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
  // An alarm imported by its ARN is said to be where its stack is.
  const deaf = away.length > 0 ? away : arnInOtherEnvironment(alarm.alarmArn, healer);
  const mistake = seriesMistakeOf(alarm);
  return { alarmName, findings: mistake === undefined ? deaf : [...deaf, { path: [], ...mistake }] };
}

/** Of an alarm made in the app, as far as its query is known at synth; `verify` reads the deployed one. */
function seriesMistakeOf(alarm: IAlarm): SeriesMistake | undefined {
  const query = groupedQuery(alarm);
  return query === undefined ? undefined : seriesMistake(query);
}

/** The query of an alarm over several series; undefined for any other, and for one that synth cannot read. */
export function groupedQuery(alarm: IAlarm | string): ReturnType<typeof groupedQueryIn> {
  const resource = typeof alarm === 'string' ? undefined : alarm.node.defaultChild;
  if (!(resource instanceof CfnAlarm)) return undefined;
  const metrics = Stack.of(resource).resolve(resource.metrics) as
    readonly { readonly expression?: unknown }[] | undefined;
  return groupedQueryIn((metrics ?? []).map(({ expression }) => expression).filter((one) => typeof one === 'string'));
}
