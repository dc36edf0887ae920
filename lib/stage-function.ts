/**
 * One Lambda of the healer: its log group, and a role with exactly the given permissions. Code and permissions depend on
 * the catalog and are added when it is complete. Every wildcard is acknowledged with its reason.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './nag-acknowledgements.ts';
import { DeferredCode } from './deferred-code.ts';
import { ownLog, TRACING } from './permissions/granted-by-cdk.ts';
import type { Permission } from './permissions/permission.ts';
import { allow, deny } from './permissions/statement.ts';

/** Long enough to look back at last month's incidents; the table keeps decisions and reasons longer. */
export const LOG_RETENTION = RetentionDays.THREE_MONTHS;

/** Above the SDK's own timeouts and retries, below the state machine's timeout for the task. */
const TIMEOUT_SECONDS = 30;
/** CPU grows with memory: with less, a longer cold start costs more than the memory saves. */
const MEMORY_MEGABYTES = 512;

export interface StageFunctionProps {
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Concurrent instances; undefined means no bound. */
  readonly concurrency?: number | undefined;
}

/** The parts of a Lambda that need the complete catalog. */
export interface StageFunctionContent {
  /** Directory with `index.js`. */
  readonly directory: string;
  /** Variables besides those of its creation. */
  readonly environment: Readonly<Record<string, string>>;
  readonly allowed: readonly Permission[];
  readonly denied: readonly Permission[];
}

export class StageFunction extends Construct {
  readonly function: LambdaFunction;
  readonly #code = new DeferredCode();
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.DESTROY });
    this.#role = createRole(this, logGroup);
    this.function = new LambdaFunction(this, 'Resource', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: this.#code,
      handler: 'index.handler',
      memorySize: MEMORY_MEGABYTES,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: { ...props.environment },
      role: this.#role,
      logGroup,
      tracing: Tracing.ACTIVE,
      ...(props.concurrency === undefined ? {} : { reservedConcurrentExecutions: props.concurrency }),
    });
  }

  /** Adds code and permissions. Call it once, before the template is written. */
  complete({ directory, environment, allowed, denied }: StageFunctionContent): void {
    this.#code.provide(directory);
    for (const [name, value] of Object.entries(environment)) this.function.addEnvironment(name, value);
    for (const permission of allowed) this.#role.addToPolicy(allow(permission));
    for (const permission of denied) this.#role.addToPolicy(deny(permission));
    acknowledgeWildcards(this.#role, [...allowed, ...denied]);
  }
}

function createRole(scope: Construct, logGroup: LogGroup): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  // Instead of the managed policy for Lambdas, which may write to every log group of the account.
  logGroup.grantWrite(role);
  acknowledgeWildcards(role, [ownLog(logGroup.logGroupArn), TRACING]);
  return role;
}
