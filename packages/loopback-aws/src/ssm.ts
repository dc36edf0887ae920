/**
 * Parameter Store as far as toggles and overrides need it: read, write with a version, the 4 KB limit of standard
 * parameters and `AllowedPattern`; and the state of change calendars that a test or an operator sets. Every write is an
 * event on the bus, as AWS documents it: operation, name and type, and never the value.
 */
import { awsEvent, type AwsEvent, type Emit } from './aws-event.ts';
import { AwsError, ACCOUNT, REGION, unsupported, type AwsService } from './aws-service.ts';
import type { Clock } from './clock.ts';
import { flag, list, onlyFields, optionalText, text, type Json } from './fields.ts';

export interface Ssm extends AwsService {
  /** Makes a change calendar by its name, or changes its state; `nextTransitionTime` in ms since the epoch. */
  setCalendar(name: string, state: CalendarState): void;
}

export interface CalendarState {
  readonly state: 'OPEN' | 'CLOSED';
  readonly nextTransitionTime?: number;
}

interface Parameter {
  readonly Name: string;
  readonly Type: 'String';
  readonly Value: string;
  readonly Version: number;
  readonly LastModifiedDate: Date;
  readonly ARN: string;
  readonly DataType: 'text';
}

const VALUE_BYTES_MAX = 4096;
const NAME = /^[a-zA-Z0-9_.\-/]{1,1011}$/;

/** A calendar may be named by its ARN. */
const ARN_BEFORE_NAME = /^arn:.*:document\//;

/** Parameters per GetParameters call, as in AWS. */
const NAMES_MAX = 10;

/** An empty Parameter Store, and no calendar. @param emit takes the event of each write; none by default */
export function createSsm(clock: Clock, emit: Emit = () => undefined): Ssm {
  const parameters: Parameters = new Map();
  const calendars = new Map<string, CalendarState>();
  return {
    setCalendar: (name, state) => void calendars.set(name, state),
    name: 'ssm',
    protocol: 'json-1.1',
    operations: {
      GetCalendarState: (input) => calendarState(calendars, input, clock.now()),
      PutParameter(input) {
        const answer = put(parameters, input, clock.now());
        emit(changeOf(parameters, text(input, 'Name'), clock.now()));
        return answer;
      },
      GetParameter(input) {
        onlyFields('ssm:GetParameter', input, ['Name', 'WithDecryption']);
        const name = text(input, 'Name');
        const stored = parameters.get(name);
        if (stored === undefined) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
        return { Parameter: stored.parameter };
      },
      GetParameters(input) {
        onlyFields('ssm:GetParameters', input, ['Names', 'WithDecryption']);
        const names = list(input, 'Names').map(String);
        if (names.length === 0 || names.length > NAMES_MAX) {
          throw new AwsError('ValidationException', `Names must hold 1 to ${NAMES_MAX} names`);
        }
        return {
          Parameters: names.flatMap((name) => parameters.get(name)?.parameter ?? []),
          InvalidParameters: names.filter((name) => !parameters.has(name)),
        };
      },
    },
  };
}

type Parameters = Map<string, { readonly parameter: Parameter; readonly pattern: string | undefined }>;

/** OPEN only if all are. The cloud knows the present only. */
function calendarState(calendars: ReadonlyMap<string, CalendarState>, input: Json, now: number): Json {
  onlyFields('ssm:GetCalendarState', input, ['CalendarNames']);
  const states = list(input, 'CalendarNames').map((name) => {
    const state = calendars.get(String(name).replace(ARN_BEFORE_NAME, ''));
    if (state === undefined)
      throw new AwsError('InvalidDocument', `Document with name ${String(name)} does not exist.`);
    return state;
  });
  if (states.length === 0) throw new AwsError('ValidationException', 'CalendarNames must hold at least one name');
  const closed = states.filter(({ state }) => state === 'CLOSED');
  const relevant = closed.length > 0 ? closed : states;
  const changes = relevant.flatMap(({ nextTransitionTime }) => nextTransitionTime ?? []);
  return {
    State: closed.length > 0 ? 'CLOSED' : 'OPEN',
    AtTime: isoSeconds(now),
    ...(changes.length > 0 && { NextTransitionTime: isoSeconds(Math.min(...changes)) }),
  };
}

function isoSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

const PUT_FIELDS = ['Name', 'Value', 'Type', 'Overwrite', 'AllowedPattern', 'Description', 'Tier'];

function put(parameters: Parameters, input: Json, now: number): { Version: number; Tier: string } {
  onlyFields('ssm:PutParameter', input, PUT_FIELDS);
  const name = validName(text(input, 'Name'));
  const value = text(input, 'Value');
  const existing = parameters.get(name);
  if (existing && !flag(input, 'Overwrite')) {
    throw new AwsError('ParameterAlreadyExists', `The parameter already exists: ${name}`);
  }
  const [type, tier] = [optionalText(input, 'Type') ?? 'String', optionalText(input, 'Tier') ?? 'Standard'];
  if (type !== 'String' || tier !== 'Standard') throw unsupported(`ssm parameters of type ${type}, tier ${tier}`);
  const pattern = optionalText(input, 'AllowedPattern') ?? existing?.pattern;
  validValue(value, pattern);
  const version = (existing?.parameter.Version ?? 0) + 1;
  parameters.set(name, { parameter: describe(name, value, { version, at: new Date(now) }), pattern });
  return { Version: version, Tier: tier };
}

/** The event of a write that was made. */
function changeOf(parameters: Parameters, name: string, at: number): AwsEvent {
  const stored = parameters.get(name);
  if (stored === undefined) throw new Error(`${name} was not written`);
  const { ARN: resource, Version, Type: type } = stored.parameter;
  const operation = Version === 1 ? 'Create' : 'Update';
  return awsEvent(at, { source: 'aws.ssm', type: 'Parameter Store Change', resource }, { operation, name, type });
}

function describe(name: string, value: string, put: { version: number; at: Date }): Parameter {
  return {
    Name: name,
    Type: 'String',
    Value: value,
    Version: put.version,
    LastModifiedDate: put.at,
    ARN: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    DataType: 'text',
  };
}

function validName(name: string): string {
  if (!NAME.test(name) || /^\/?(aws|ssm)/i.test(name)) {
    throw new AwsError('ValidationException', `Parameter name "${name}" is not allowed`);
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw new AwsError('ValidationException', 'Parameter name must be a fully qualified name');
  }
  return name;
}

function validValue(value: string, pattern: string | undefined): void {
  if (Buffer.byteLength(value) > VALUE_BYTES_MAX) {
    throw new AwsError(
      'ValidationException',
      `Standard tier parameters support a maximum value of ${VALUE_BYTES_MAX} characters`,
    );
  }
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    throw new AwsError('ParameterPatternMismatchException', `Parameter value does not match the pattern ${pattern}`);
  }
}
