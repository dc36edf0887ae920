/**
 * The default event bus: rules with patterns or rates, targets that get the whole event, PutEvents for custom
 * sources. Events of AWS services enter only through `emit`, which the fake services hold and callers of the API do
 * not: a caller cannot forge an alarm here that it could not forge in AWS.
 */
import { type Answers, answersOf } from '../answers.ts';
import { awsEvent, type AwsEvent, type Emit } from '../aws-event.ts';
import { AwsError, ACCOUNT, REGION, unsupported, type AwsService } from '../aws-service.ts';
import type { Cancel, Clock } from '../clock.ts';
import { isObject, objects, onlyFields, optionalText, text, type Json } from '../fields.ts';
import { arrivalsMs } from './arrivals.ts';
import { deliver, type DeliveryPorts, type RuleTarget } from './delivery.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { ruleOperations, type KeptRule } from './rule-operations.ts';

export interface RuleInput {
  readonly name: string;
  readonly pattern?: unknown;
  /** `rate(n minutes|hours|days)`; cron is refused. */
  readonly schedule?: string;
  readonly enabled?: boolean;
  readonly targets: readonly RuleTarget[];
}

export interface Bus {
  readonly service: AwsService;
  /** For the fake services only: any source, also `aws.*`. */
  readonly emit: Emit;
  /** Creates a rule and returns its ARN. */
  putRule(rule: RuleInput): string;
  readonly onEvent: ((event: AwsEvent) => void)[];
  close(): void;
}

interface Rule extends KeptRule {
  readonly matches: Matcher;
}

const ENTRIES_MAX = 10;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** An empty bus. */
export function createBus(ports: DeliveryPorts, answers: Answers = answersOf()): Bus {
  const rules: Rule[] = [];
  const schedules: Cancel[] = [];
  const onEvent: ((event: AwsEvent) => void)[] = [];

  const emit: Emit = (event) => {
    for (const listener of onEvent) listener(event);
    for (const ms of arrivalsMs(event, answers)) later(ports.clock, ms, () => distribute(event));
  };
  const distribute = (event: AwsEvent): void => {
    for (const rule of rules) if (rule.enabled && rule.matches(event)) send(rule, event);
  };
  const send = (rule: Pick<Rule, 'arn' | 'targets'>, event: AwsEvent): void => {
    for (const target of rule.targets) deliver(ports, rule.arn, target, event);
  };

  return {
    emit,
    onEvent,
    service: {
      name: 'events',
      protocol: 'json-1.1',
      operations: {
        PutEvents: (input) => putEvents(input, ports.clock.now(), emit),
        ...ruleOperations(() => rules),
      },
    },
    putRule(input) {
      const rule = ruleOf(input);
      const periodMs = input.schedule === undefined ? undefined : ratePeriodMs(input.schedule);
      rules.push(rule);
      const tick = (): void => {
        if (rule.enabled) send(rule, scheduled(rule.arn, ports.clock));
      };
      if (periodMs !== undefined) schedules.push(ports.clock.every(periodMs, tick));
      return rule.arn;
    },
    close: () => schedules.forEach((cancel) => cancel()),
  };
}

/** At once, in the same turn, when there is nothing to wait for. */
function later(clock: Clock, ms: number, work: () => void): void {
  if (ms === 0) work();
  else clock.at(clock.now() + ms, work);
}

function ruleOf({ name, pattern, schedule, enabled = true, targets }: RuleInput): Rule {
  const arn = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`;
  const matches = pattern === undefined ? () => false : compilePattern(pattern);
  return { name, arn, pattern, schedule, enabled, targets, matches };
}

function scheduled(ruleArn: string, clock: Clock): AwsEvent {
  return awsEvent(clock.now(), { source: 'aws.events', type: 'Scheduled Event', resource: ruleArn }, {});
}

function ratePeriodMs(schedule: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined || Number(count) < 1) throw unsupported(`the schedule ${schedule}`);
  return Number(count) * unitMs;
}

function putEvents(input: Json, now: number, emit: Emit): unknown {
  onlyFields('events:PutEvents', input, ['Entries']);
  const entries = objects(input, 'Entries');
  if (entries.length === 0 || entries.length > ENTRIES_MAX)
    throw new AwsError('ValidationException', `Entries must hold 1 to ${ENTRIES_MAX} events`);
  const results = entries.map((entry) => {
    const event = readEntry(entry, now);
    if ('ErrorCode' in event) return event;
    emit(event);
    return { EventId: event.id };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function readEntry(entry: Json, now: number): AwsEvent | { readonly ErrorCode: string; readonly ErrorMessage: string } {
  onlyFields('an entry of events:PutEvents', entry, ['Source', 'DetailType', 'Detail', 'Resources', 'EventBusName']);
  if ((optionalText(entry, 'EventBusName') ?? 'default') !== 'default')
    throw unsupported('event buses other than the default');
  const source = text(entry, 'Source');
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: `Not authorized for the source ${source}.` };
  }
  const detail = parseDetail(text(entry, 'Detail'));
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const resources = Array.isArray(entry['Resources']) ? entry['Resources'].map(String) : [];
  return { ...awsEvent(now, { source, type: text(entry, 'DetailType'), resource: '' }, detail), resources };
}

function parseDetail(json: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // The caller answers MalformedDetail for this entry, as AWS does.
  }
}
