/** Kills Lambda workers of a running lab in the middle of their work, each place once. */
import { AwsError, type ApiCall } from 'loopback-aws/aws-service.ts';
import type { Lab } from '../../../lab/lab.ts';

type Moment = 'before' | 'after';

const RECORDS = /^(TransactWriteItems|PutItem|UpdateItem)$/;
const CHANGES = /^(PutParameter|UpdateService|StopTask|DeregisterTargets|RegisterTargets)$/;

/** Names of the healer's Lambdas, `ReplaceTasks`, by what they call themselves to AWS. */
function lambdasOf({ stack }: Lab): ReadonlyMap<string, string> {
  return new Map(
    [...stack.resources].flatMap(([id, { type, ref }]) =>
      type === 'AWS::Lambda::Function' ? [[ref, /^Healer(\w+?)[0-9A-F]{8}$/.exec(id)?.[1] ?? id] as const] : [],
    ),
  );
}

export interface Killing {
  /** Which Lambdas, by name. */
  readonly lambdas: readonly string[];
  /** With both, a place is survived twice: first the write has not happened, then it has. */
  readonly moments: readonly Moment[];
}

/**
 * Kills the worker of these Lambdas at its first write to the healer's own table, and at each kind of change it makes
 * outside: before, so that it has not happened; or right after, so that it has, and its answer is lost. Answers which Lambda
 * was killed so far: `before Learn records`, `after FlipToggle PutParameter off`.
 */
export function killEverywhereOnce(lab: Lab, { lambdas, moments }: Killing): ReadonlySet<string> {
  const names = lambdasOf(lab);
  const killed = new Set<string>();
  lab.cloud.interceptors.push((call, phase) => {
    const name = names.get(call.caller) ?? '';
    const place = lambdas.includes(name) && moments.includes(phase) ? placeOf(name, call) : undefined;
    if (place === undefined || killed.has(`${phase} ${place}`)) return;
    killed.add(`${phase} ${place}`);
    lab.cloud.services.lambdas.kill(call.caller);
    // Before, it must not take effect any more; after, it has, and only the answer is lost.
    if (phase === 'before') throw new AwsError('InternalFailure', 'the caller is dead', 500);
  });
  return killed;
}

function placeOf(name: string, { operation, input }: ApiCall): string | undefined {
  // Intake also records alarms that are OK: what counts is the one that opens an incident.
  const opens = name !== 'Intake' || JSON.stringify(input).includes('"INC#');
  // No heal depends on what a decision was made on.
  if (JSON.stringify(input).includes('"DECISION#')) return undefined;
  if (RECORDS.test(operation)) return opens ? `${name} records` : undefined;
  if (!CHANGES.test(operation)) return undefined;
  return [name, operation, input['Value'] ?? input['desiredCount']].filter((word) => word !== undefined).join(' ');
}

/** From now on calls of one Lambda are refused: those of one operation, or all; so many of them, or every one. */
export function refuseCalls(lab: Lab, lambda: string, operation?: string, times = Infinity): void {
  const names = lambdasOf(lab);
  let left = times;
  lab.cloud.interceptors.push((call, phase) => {
    const refused = left > 0 && (operation === undefined || call.operation === operation);
    if (phase === 'before' && refused && names.get(call.caller) === lambda) {
      left -= 1;
      throw new AwsError('AccessDeniedException', `${lambda} may not call ${call.operation}`);
    }
  });
}

/** Every change the Lambdas made outside their own table, in order and in words; refused ones did not happen. */
export function changesOf(lab: Lab): readonly string[] {
  const lambdas = lambdasOf(lab);
  return lab.cloud.calls
    .filter(({ caller, operation, error }) => error === undefined && lambdas.has(caller) && CHANGES.test(operation))
    .map(({ operation, input }) => {
      const {
        task,
        Name,
        Value,
        Targets,
        service,
        desiredCount,
        taskDefinition,
        deploymentConfiguration: pace,
      } = input;
      return `${operation} ${JSON.stringify({ task, Name, Value, Targets, service, desiredCount, taskDefinition, pace })}`;
    });
}
