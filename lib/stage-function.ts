/**
 * One Lambda of the healer: its bundle, its log group, and a role of its own with the permissions it is given and
 * nothing else. Every wildcard among them is acknowledged with its reason, every brake of the healer is denied.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge.ts';
import type { Permission } from './permissions.ts';

/** Long enough to look back at last month's incidents; what was decided and why is in the table anyway. */
export const LOG_RETENTION = RetentionDays.THREE_MONTHS;

/** Above the SDK's own timeouts and retries, below the state machine's timeout for the task. */
const TIMEOUT_SECONDS = 30;
/** CPU grows with memory: below this a cold start costs more seconds than the memory costs cents. */
const MEMORY_MEGABYTES = 512;

export interface StageFunctionProps {
  /** Directory with `index.js`. */
  readonly directory: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly allowed: readonly Permission[];
  readonly denied: readonly Permission[];
}

export class StageFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.DESTROY });
    this.function = new LambdaFunction(this, 'Resource', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.directory),
      handler: 'index.handler',
      memorySize: MEMORY_MEGABYTES,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: { ...props.environment },
      role: createRole(this, logGroup, props),
      logGroup,
      tracing: Tracing.ACTIVE,
    });
  }
}

function createRole(scope: Construct, logGroup: LogGroup, props: StageFunctionProps): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (const permission of props.allowed) role.addToPolicy(statement(Effect.ALLOW, permission));
  for (const permission of props.denied) role.addToPolicy(statement(Effect.DENY, permission));
  // Not the managed policy for Lambdas: that one may write to every log group of the account.
  logGroup.grantWrite(role);
  acknowledgeWildcards(role, [...props.allowed, TRACING]);
  return role;
}

function statement(effect: Effect, permission: Permission): PolicyStatement {
  return new PolicyStatement({
    effect,
    actions: [...permission.actions],
    resources: [...permission.resources],
    ...(permission.conditions === undefined ? {} : { conditions: permission.conditions }),
  });
}

/** Granted by CDK with the tracing of a function or of a state machine. */
export const TRACING: Permission = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
  wildcard: 'X-Ray has no resources to name.',
};
