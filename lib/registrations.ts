/**
 * Combines a healer's properties and all calls of `heals` and `signalFrom` into one configuration. A mistake is reported
 * at its call, with the names that the call uses.
 */
import { Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import type { Finding, Problem } from '../core/runbook/problem.ts';
import { suggestion } from '../core/runbook/suggest.ts';
import { alarmLabel, givenAlarm } from './given-alarm.ts';
import { SIGNAL_FROM_KEYS, type ServiceConfig, type SignalFromProps } from './heals-props.ts';
import { causedBy, tokensIn } from './unresolved-tokens.ts';
import { placedIn, type CallPlace } from './placed-problems.ts';
import { serviceConfig, type Reading } from './registered-service.ts';
import type { References } from './references.ts';
import { derivedFrom, labelOf, nameOf, type RegisteredService } from './service-name.ts';
import { unknownKeys } from './unknown-keys.ts';

export interface RegisteredAlarm {
  readonly alarm: IAlarm | string;
  readonly props: SignalFromProps;
}

export interface Registrations {
  readonly services: readonly RegisteredService[];
  readonly alarms: readonly RegisteredAlarm[];
}

export interface Translation {
  readonly config: HealerConfig;
  /** Problems of a call that the configuration cannot contain. */
  readonly problems: readonly Problem[];
  /** Problems of the configuration, placed at the calls that caused them, without consequences of other problems. */
  readonly placed: (problems: readonly Problem[]) => readonly Problem[];
}

/** The configuration of the properties and the calls. Problems of the properties name `file`. */
export function translate(
  healer: IConstruct,
  given: { readonly config: HealerConfig; readonly file: string },
  { services, alarms }: Registrations,
  references: References,
): Translation {
  const nameIn = (service: IBaseService | string): string => registeredName(service, services);
  const translated: Translated = { places: [], problems: [], all: [...given.config.services] };
  const reading: Reading = { healer, references, nameIn };
  for (const registered of services) addService(registered, reading, translated);
  for (const registered of alarms) addAlarm(registered, reading, translated);
  const { all, places } = translated;
  const config = { ...given.config, services: all };
  const tokens = tokensIn(config);
  const unknown = tokens.map((finding) => placedIn(places, { file: given.file, ...finding }));
  return {
    config,
    problems: [...translated.problems, ...unknown],
    placed: (problems) => problems.filter((one) => !causedBy(tokens, one)).map((one) => placedIn(places, one)),
  };
}

/** The result of the calls so far. */
interface Translated {
  readonly places: CallPlace[];
  readonly problems: Problem[];
  readonly all: ServiceConfig[];
}

function addService(registered: RegisteredService, reading: Reading, { places, problems, all }: Translated): void {
  const label = labelOf(registered);
  const { config, findings } = serviceConfig(registered, reading);
  places.push({ label, path: ['services', all.length], derivedFrom: derivedFrom(registered) });
  problems.push(...findings.map((finding) => ({ file: label, ...finding })));
  all.push(config);
}

function addAlarm({ alarm, props }: RegisteredAlarm, reading: Reading, { places, problems, all }: Translated): void {
  const label = alarmLabel(alarm);
  const { alarmName, findings } = givenAlarm(alarm, reading.healer, reading.references);
  const said = [...findings, ...unknownKeys(props, SIGNAL_FROM_KEYS)];
  problems.push(...said.map((finding) => ({ file: label, ...finding })));
  const name = reading.nameIn(props.service);
  const index = all.findIndex((one) => one.name === name);
  const service = all[index];
  if (service === undefined) {
    problems.push({ file: label, ...notHealed(name, all) });
    return;
  }
  const at = service.alarms?.length ?? 0;
  const { failureType, about } = props;
  const meant = { alarmName, failureType, ...(about !== undefined && { about }) };
  all[index] = { ...service, alarms: [...(service.alarms ?? []), meant] };
  places.push({ label, path: ['services', index, 'alarms', at] });
}

function notHealed(name: string, all: readonly ServiceConfig[]): Finding {
  const path = ['service'];
  if (Token.isUnresolved(name))
    return { path, problem: 'is not known at synth', fix: 'give the service that heals() got' };
  const allowed = all.map((one) => one.name).filter((one) => !Token.isUnresolved(one));
  const fix = suggestion(name, allowed) ?? 'call heals() for it too';
  return { path, value: name, problem: `service "${name}" is not healed`, allowed, fix };
}

/** The name that a service was registered with; for an unregistered construct, the name that it would get. */
export function registeredName(service: IBaseService | string, services: readonly RegisteredService[]): string {
  if (typeof service === 'string') return service;
  const registered = services.find((one) => one.service === service);
  return nameOf(registered ?? { service, props: {} });
}

/** A name must not look like a stand-in: the healer would replace it. */
export function namesLikeStandIns(config: HealerConfig, prefix: string): boolean {
  return JSON.stringify(config, (_key, value: unknown) =>
    typeof value === 'string' && Token.isUnresolved(value) ? '' : value,
  ).includes(prefix);
}
