/**
 * Everything a user's app said to one healer, as one configuration: its properties, and each call of `heals` and of
 * `signalFrom`. A mistake is said to be in the call it was made in, with the names the call has for it.
 */
import { Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import type { Finding, Path, Problem } from '../core/runbook/problem.ts';
import type { ServiceConfig, SignalFromProps } from './heals-props.ts';
import { physicalName } from './physical-name.ts';
import { elsewhere, labelOf, nameOf, serviceConfig } from './registered-service.ts';
import type { RegisteredService } from './registered-service.ts';
import type { References } from './references.ts';

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
  /** What a call got wrong that the configuration cannot know of. */
  readonly problems: readonly Problem[];
  /** A problem of the configuration as one of the call it came from. */
  readonly placed: (problem: Problem) => Problem;
}

/** The configuration of the properties and the calls. `file` is what the properties are said to be in. */
export function translate(
  healer: IConstruct,
  given: { readonly config: HealerConfig; readonly file: string },
  { services, alarms }: Registrations,
  references: References,
): Translation {
  const places = new Map<string, string>();
  const problems: Problem[] = [];
  const report = (file: string, findings: readonly Finding[]): void => {
    problems.push(...findings.map((finding) => ({ file, ...finding })));
  };
  const nameIn = (service: IBaseService | string): string => registeredName(service, services);
  const first = given.config.services.length;
  const called = services.map((registered, index): ServiceConfig => {
    const label = labelOf(registered);
    places.set(placeKey(['services', first + index]), label);
    const { config, findings } = serviceConfig(registered, references, nameIn);
    report(label, findings);
    if ('env' in registered.service) report(label, elsewhere(registered.service, healer));
    return config;
  });
  const all = [...given.config.services, ...called];
  for (const registered of alarms) addAlarm({ registered, healer, all, places, references, report, nameIn });
  return { config: { ...given.config, services: all }, problems, placed: (problem) => placed(problem, places) };
}

interface AddAlarm {
  readonly registered: RegisteredAlarm;
  readonly healer: IConstruct;
  readonly all: ServiceConfig[];
  readonly places: Map<string, string>;
  readonly references: References;
  readonly report: (file: string, findings: readonly Finding[]) => void;
  readonly nameIn: (service: IBaseService | string) => string;
}

function addAlarm({ registered, healer, all, places, references, report, nameIn }: AddAlarm): void {
  const { alarm, props } = registered;
  const shown = typeof alarm === 'string' ? alarm : alarm.node.path;
  const label = `signalFrom(${shown})`;
  if (typeof alarm !== 'string') report(label, elsewhere(alarm, healer));
  const name = nameIn(props.service);
  const index = all.findIndex((service) => service.name === name);
  const service = all[index];
  if (service === undefined) {
    const problem = `service "${name}" is not healed`;
    const allowed = all.map((one) => one.name);
    report(label, [{ path: ['service'], value: name, problem, allowed, fix: 'call heals() for it too' }]);
    return;
  }
  const given = typeof alarm === 'string' ? alarm : physicalName(alarm, alarm.alarmName, 'alarmName');
  const alarmName = references.name(given, shown);
  const at = service.alarms?.length ?? 0;
  all[index] = { ...service, alarms: [...(service.alarms ?? []), { alarmName, failureType: props.failureType }] };
  places.set(placeKey(['services', index, 'alarms', at]), label);
}

/** The name a service was registered with; of a construct that was not, the one it would have. */
function registeredName(service: IBaseService | string, services: readonly RegisteredService[]): string {
  if (typeof service === 'string') return service;
  const registered = services.find((one) => one.service === service);
  return nameOf(registered ?? { service, props: {} });
}

function placeKey(path: Path): string {
  return JSON.stringify(path);
}

/** Calls say `period` where the configuration says how many seconds. */
const CALLED: Readonly<Record<string, string>> = { periodSeconds: 'period' };

/** An alarm's call is inside its service's, so the longer place is looked for first. */
const PLACE_LENGTHS = [4, 2] as const;

function placed(problem: Problem, places: ReadonlyMap<string, string>): Problem {
  for (const length of PLACE_LENGTHS) {
    const place = places.get(placeKey(problem.path.slice(0, length)));
    if (problem.path.length < length || place === undefined) continue;
    const path = problem.path.slice(length).map((part) => (typeof part === 'string' ? (CALLED[part] ?? part) : part));
    return { ...problem, file: place, path };
  }
  return problem;
}

/** Nobody's name may read like a stand-in: it would be taken for one. */
export function namesLikeStandIns(config: HealerConfig, prefix: string): boolean {
  return JSON.stringify(config, (_key, value: unknown) =>
    typeof value === 'string' && Token.isUnresolved(value) ? '' : value,
  ).includes(prefix);
}
