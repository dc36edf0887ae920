/**
 * Where the healer can be attacked: each method of each port, with what can go wrong there. A read cannot lose its effect,
 * only a conditional write can be refused because another writer was first.
 */
import type { PortName } from '../../support/memory-ports/call-log.ts';
import { isImpossible } from './impossible.ts';
import { DISTURBANCES, type CallFault, type FaultKind } from './kinds.ts';

export interface Point {
  /** `limits.renew`; `sns.publish` where the state machine itself calls. */
  readonly name: string;
  readonly service: AwsService;
  readonly kinds: readonly CallFault[];
}

/** What is down together. */
export const AWS_SERVICES = ['cloudwatch', 'ecs', 'ssm', 'dynamodb', 'sns', 'states'] as const;
export type AwsService = (typeof AWS_SERVICES)[number];

const SERVICE_OF: Readonly<Record<PortName, AwsService>> = {
  metrics: 'cloudwatch',
  services: 'ecs',
  toggles: 'ssm',
  override: 'ssm',
  calendars: 'ssm',
  memory: 'dynamodb',
  limits: 'dynamodb',
  ledger: 'dynamodb',
  notifier: 'sns',
  executions: 'states',
  sweeps: 'dynamodb',
  heartbeat: 'dynamodb',
};

const READ: readonly CallFault[] = ['crash-before', 'throttled', 'slow', 'hung'];
const WRITE: readonly CallFault[] = [...READ, 'crash-after', 'lost-answer'];
const CONDITIONAL: readonly CallFault[] = [...WRITE, 'conflict'];
const EVENTUAL: readonly CallFault[] = [...READ, 'stale'];

/** Reads whose answers may be of a moment ago; DynamoDB is always read consistently. */
const EVENTUAL_READS = [
  'metrics.alarms',
  'services.describe',
  'services.tasks',
  'services.protections',
  'services.targets',
  'services.deployments',
  'toggles.read',
];
const CONDITIONAL_WRITES = [
  'ledger.admit',
  'ledger.save',
  'ledger.takeOver',
  'ledger.close',
  'ledger.confirm',
  'limits.reserve',
  'memory.settle',
  'memory.reverse',
  'memory.observeWait',
];
const WRITES =
  /\.(admit|save|takeOver|close|confirm|tellsOfClaims|keepDecision|markNotified|reserve|fleet|report|start|begin|end|leave|renew|release|settle|reverse|observeWait|write|set.*|stop.*|register.*|deregister.*|publish.*)$/;

/** The point of a method of a port. */
export function pointOf(port: PortName, method: string): Point {
  const name = `${port}.${method}`;
  const kinds = CONDITIONAL_WRITES.includes(name)
    ? CONDITIONAL
    : WRITES.test(name)
      ? WRITE
      : EVENTUAL_READS.includes(name)
        ? EVENTUAL
        : READ;
  return { name, service: SERVICE_OF[port], kinds };
}

/** Calls that the state machine makes without a Lambda: nothing can crash there. */
export const MACHINE_POINTS = {
  publish: { name: 'sns.publish', service: 'sns', kinds: ['throttled', 'lost-answer', 'slow'] },
  mark: { name: 'dynamodb.updateItem', service: 'dynamodb', kinds: ['throttled', 'lost-answer', 'slow'] },
} as const satisfies Readonly<Record<string, Point>>;

/** Between two states of an execution: nothing is called, and the world may change. */
export const BETWEEN: Point = { name: 'then', service: 'sns', kinds: [] };

/** The clock of a Lambda. */
export const CLOCK: Point = { name: 'clock', service: 'states', kinds: [] };

/** Everything that can happen at a point while an execution is in that state. */
export function faultsAt(state: string, point: Point): readonly FaultKind[] {
  if (point.name === CLOCK.name) return ['clock-skew'];
  const calls: readonly FaultKind[] = point.kinds.length === 0 ? [] : [...point.kinds, 'outage'];
  return [...calls, ...DISTURBANCES.filter((fault) => !isImpossible(state, fault))];
}
