/**
 * The healer as a construct: list your services, deploy, and it answers their alarms. Everything it needs is created
 * here; nothing of your services is. What it may do is written down in `permissions.ts`, what happens in `workflow/`.
 */
import { resolve } from 'node:path';
import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import type { IdleCost } from '../core/cost/idle-cost.ts';
import { renderProblem } from '../core/runbook/problem.ts';
import type { TelemetryMetricName } from '../core/telemetry/metrics.ts';
import type { HoldReason } from '../core/vocabulary.ts';
import { createAlarms } from './alarms.ts';
import { atSynthesis } from './at-synthesis.ts';
import { withBundle } from './bundle.ts';
import { compileHealer, settingsOf } from './compiled-healer.ts';
import type { CompiledHealer, Sources } from './compiled-healer.ts';
import { idleCostOf } from './cost.ts';
import { createDashboard } from './dashboard.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import { keepCatalog } from './deployed-catalog.ts';
import type { StageName } from './functions.ts';
import { grantPause, grantSignal } from './grants.ts';
import { healerMetric } from './healer-metrics.ts';
import type { TelemetryDimensions } from './healer-metrics.ts';
import { createHealerTable } from './healer-table.ts';
import type { EcsServiceName, HealsProps, SignalFromProps } from './heals-props.ts';
import { createNotifications } from './notifications.ts';
import type { Notifications } from './notifications.ts';
import { createGlobalOverride } from './overrides.ts';
import { createReaper } from './reaper.ts';
import type { RegisteredService } from './registered-service.ts';
import type { RegisteredAlarm } from './registrations.ts';
import { rivalsOf } from './rivals.ts';
import { createSelfAlarms } from './self-alarms.ts';
import { createSignalRules } from './signals.ts';
import { completeStageFunctions, createStageFunctions } from './stage-functions.ts';
import type { StageFunctions } from './stage-functions.ts';
import { createStateMachine } from './workflow/state-machine.ts';

/** The runbooks that come with the healer. */
const RUNBOOKS_DIRECTORY = resolve(import.meta.dirname, '../runbooks');

export interface HealerProps {
  /**
   * Name of this healer, the first part of the name of every alarm it makes.
   * @default 'healer'
   */
  readonly name?: HealerConfig['name'];
  /**
   * What `/healer/mode` says when it is created: `auto` heals, `observe` decides and reports, `off` holds everything.
   * Change the parameter afterwards, not this: deployed with another value, this writes over what people wrote.
   * @default 'auto'
   */
  readonly initialMode?: HealerConfig['initialMode'];
  /**
   * Who is told: e-mail addresses, each of which must confirm the mail it gets first; chat; other subscriptions.
   * @default - nobody; subscribe to `topic` what you like
   */
  readonly notifications?: HealerConfig['notifications'];
  /**
   * Key that encrypts the topics. Whoever publishes is allowed to use it; where this app does not create the key, a
   * warning says what to add to its policy. It costs 1 USD a month.
   * @default - `notifications.encryptionKeyArn`; without it, none
   */
  readonly encryptionKey?: IKey;
  /**
   * Whether each service has a composite alarm for people and dashboards, red while any of its alarms is.
   * @default true
   */
  readonly serviceAlarms?: HealerConfig['serviceAlarms'];
  /**
   * Whether there is a dashboard: what is going on, whether heals help, how the healer itself is. 3 USD a month, beyond
   * the first three of an account.
   * @default true
   */
  readonly dashboard?: HealerConfig['dashboard'];
  /**
   * The services to heal, as a configuration's file lists them. A service that is neither listed here nor given to
   * `heals` cannot be touched.
   * @default - those given to `heals`
   */
  readonly services?: HealerConfig['services'];
  /**
   * Directory with the runbooks, `*.yaml`.
   * @default - the runbooks that come with the healer
   */
  readonly runbooksDirectory?: string;
  /**
   * Directory with a handler, `<name>.ts`, for each Lambda; building them takes esbuild.
   * @default - the handlers that come with the healer
   */
  readonly handlersDirectory?: string;
  /**
   * File these properties come from, as messages about mistakes in them call it.
   * @default - messages name the path of the construct
   */
  readonly configFile?: string;
}

export class Healer extends Construct {
  /** Everything the healer knows: signals, incidents, memory, leases. Kept when the stack is deleted. */
  readonly table: TableV2;
  /** Where people are told, the healer's own alarms included. Subscribe pagers here. */
  readonly topic: Topic;
  /** Where chat is told, in the schema of custom notifications; absent unless `notifications.chat` asks for it. */
  readonly chatTopic: Topic | undefined;
  /** Events that could not be handled, and Lambdas' last words. Watched by an alarm to the topic. */
  readonly deadLetterQueue: Queue;
  /** One execution for each signal. */
  readonly stateMachine: StateMachine;

  readonly #notifications: Notifications;
  readonly #functions: StageFunctions;
  readonly #name: string;
  readonly #sources: Sources;
  readonly #handlersDirectory: string | undefined;
  readonly #services: RegisteredService[] = [];
  readonly #alarms: RegisteredAlarm[] = [];
  #compiled: CompiledHealer | undefined;

  /** What is wrong with the properties, the calls or a runbook is said when the app is synthesized, all at once. */
  constructor(scope: Construct, id: string, props: HealerProps = {}) {
    super(scope, id);
    const {
      runbooksDirectory = RUNBOOKS_DIRECTORY,
      handlersDirectory,
      configFile = `properties of ${this.node.path}`,
      encryptionKey,
      services = [],
      ...config
    } = props;
    this.#sources = { config: { ...config, services }, file: configFile, runbooksDirectory };
    this.#handlersDirectory = handlersDirectory;
    const settings = settingsOf(this.#sources.config);
    this.#name = settings.name;

    this.table = createHealerTable(this);
    this.#notifications = createNotifications(this, settings.notifications, encryptionKey);
    const notifications = this.#notifications;
    this.topic = notifications.topic;
    this.chatTopic = notifications.chatTopic;
    this.deadLetterQueue = createDeadLetterQueue(this);
    this.#functions = createStageFunctions(this, { table: this.table, notifications });
    this.stateMachine = createStateMachine(this, {
      functions: lambdasOf(this.#functions),
      table: this.table,
      notifications,
      deadLetterQueue: this.deadLetterQueue,
    });
    createReaper(this, this.#functions.reap.function, this.stateMachine, this.deadLetterQueue);
    createGlobalOverride(this, settings.initialMode);

    this.node.addValidation({ validate: () => this.#problems() });
    atSynthesis(this, () => this.#complete());
  }

  /**
   * Registers a service to be healed: a construct of this app, or an ECS service by its names. What is not registered
   * cannot be touched.
   * @throws after the app was synthesized.
   */
  heals(service: IBaseService | EcsServiceName, props: HealsProps = {}): void {
    this.#refuseWhenSynthesized('heals()');
    this.#services.push({ service, props });
  }

  /**
   * Answers an alarm of your own: a construct of this app, or the name of one. Its actions stay as they are.
   * @throws after the app was synthesized.
   */
  signalFrom(alarm: IAlarm | string, props: SignalFromProps): void {
    this.#refuseWhenSynthesized('signalFrom()');
    this.#alarms.push({ alarm, props });
  }

  /** Lets somebody pause and resume the healer: read and write its brakes, everywhere and for single services. */
  grantPause(grantee: IGrantable): Grant {
    return grantPause(this, grantee);
  }

  /** Lets an application send signals: events of type `healer.signal` on the default bus, and no others. */
  grantSignal(grantee: IGrantable): Grant {
    return grantSignal(this, grantee);
  }

  /** Lets a tool read incidents, decisions and memory. */
  grantRead(grantee: IGrantable): Grant {
    return this.table.grantReadData(grantee);
  }

  /**
   * A metric of the healer by one of the combinations of dimensions it is emitted by; counts are summed and times
   * averaged over five minutes by default.
   * @throws when the metric is not emitted by these dimensions.
   */
  metric(name: TelemetryMetricName, dimensions: TelemetryDimensions = {}, options?: MetricOptions): Metric {
    return healerMetric(this.#name, name, dimensions, options);
  }

  /** How many incidents ended healed. */
  metricHeals(options?: MetricOptions): Metric {
    return this.metric('Outcomes', { Outcome: 'healed' }, options);
  }

  /** Seconds from the first sign of a failure of this type until it was verified as healed. */
  metricTimeToRecovery(failureType: string, options?: MetricOptions): Metric {
    return this.metric('TimeToRecovery', { FailureType: failureType }, options);
  }

  /** How many heals were held back for this reason; docs/decisions.md has them all. */
  metricWithheld(reason: HoldReason, options?: MetricOptions): Metric {
    return this.metric('Withheld', { Reason: reason }, options);
  }

  /** How many incidents of this type were over by themselves before anything was done. */
  metricFalsePositives(failureType: string, options?: MetricOptions): Metric {
    return this.metric('FalsePositives', { FailureType: failureType }, options);
  }

  /** Milliseconds from a signal to the first decision about it. */
  metricDecisionLatency(options?: MetricOptions): Metric {
    return this.metric('DecisionLatency', {}, options);
  }

  /** What this healer costs in a month in which nothing fails. Ask after `app.synth()`: before, alarms are missing. */
  idleCost(): IdleCost {
    return idleCostOf(this);
  }

  /** Everything that depends on what the app said: code, permissions, rules, alarms. Nothing when something is wrong. */
  #complete(): void {
    const compiled = this.#compile();
    if (compiled.kind === 'invalid') return;
    const { bundled, catalog, settings, references } = compiled;
    const { deadLetterQueue: queue, topic, chatTopic, stateMachine, table } = this;
    const content = { catalog: bundled, standIns: references.standIns, handlersDirectory: this.#handlersDirectory };
    withBundle(content, (bundle) =>
      completeStageFunctions(this.#functions, {
        bundle,
        catalog,
        references,
        table,
        notifications: this.#notifications,
      }),
    );
    createSignalRules(this, catalog, stateMachine, queue);
    createAlarms(this, catalog, settings.serviceAlarms);
    const selfAlarms = createSelfAlarms(this, { healer: catalog.healer, queue, topic, chatTopic, stateMachine });
    if (settings.dashboard) {
      const widget = this.#functions.widget.function;
      createDashboard(this, {
        catalog,
        widget,
        stateMachine,
        queue,
        selfAlarms,
        serviceAlarms: settings.serviceAlarms,
      });
    }
    keepCatalog(this, catalog);
  }

  #compile(): CompiledHealer {
    return (this.#compiled ??= compileHealer(this, this.#sources, { services: this.#services, alarms: this.#alarms }));
  }

  #problems(): string[] {
    const compiled = this.#compile();
    const problems = compiled.kind === 'invalid' ? compiled.problems.map(renderProblem) : [];
    return [...problems, ...rivalsOf(this, (other) => other instanceof Healer)];
  }

  #refuseWhenSynthesized(call: string): void {
    if (this.#compiled === undefined) return;
    throw new Error(`${this.node.path}: ${call} came after the app was synthesized; call it before`);
  }
}

/** The Lambdas the state machine calls. */
function lambdasOf({ reap: _reap, widget: _widget, ...stages }: StageFunctions): Readonly<Record<StageName, Lambda>> {
  const entries = Object.entries(stages).map(([name, stage]) => [name, stage.function] as const);
  return Object.fromEntries(entries) as Record<StageName, Lambda>;
}
