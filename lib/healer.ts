/**
 * The healer as a construct: list your services, deploy, and it answers their alarms. It creates everything that it
 * needs, and nothing of your services. `permissions.ts` lists what it may do; `workflow/` defines what happens.
 */
import type { Alarm, IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { IdleCost } from '../core/cost/idle-cost.ts';
import { renderProblem } from '../core/runbook/problem.ts';
import type { TelemetryMetricName } from '../core/telemetry/metrics.ts';
import type { HoldReason } from '../core/holds/reasons.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { HealerSettings } from '../core/config/config.ts';
import { createAlarms } from './alarms.ts';
import { selfAlarmLoops } from './self-alarm-loop.ts';
import { atSynthesis } from './at-synthesis.ts';
import { withBundle } from './bundle.ts';
import { refuseNoAlarm, refuseNoService } from './call-arguments.ts';
import {
  compileHealer,
  refuseUnknownType,
  settingsOf,
  type AskedMetric,
  type CompiledHealer,
} from './compiled-healer.ts';
import { idleCostOf } from './cost.ts';
import { createDashboard } from './dashboard.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import { keepCatalog } from './deployed-catalog.ts';
import type { StageName } from './functions.ts';
import { grantPause, grantSignal } from './grants.ts';
import { healerMetric, type TelemetryDimensions } from './healer-metrics.ts';
import { createHealerTable } from './healer-table.ts';
import type { HealerProps } from './healer-props.ts';
import { warnOfWhatIsHeld } from './held-remedies.ts';
import type { EcsServiceName, HealsProps, SignalFromProps } from './heals-props.ts';
import { listenFirst } from './alarm-dependencies.ts';
import { sayManySeries } from './many-series.ts';
import { warnWhenNeverWorthTrying } from './never-worth-trying.ts';
import { warnWithoutSubscriber } from './no-subscriber.ts';
import { warnWhenStormIsFilteredOut } from './storm-filtered-out.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { createGlobalOverride } from './overrides.ts';
import { createReaper } from './reaper.ts';
import type { RegisteredAlarm } from './registrations.ts';
import { duplicateHealers } from './duplicate-healer.ts';
import { createSchedules } from './schedules.ts';
import { createSelfAlarms } from './self-alarms.ts';
import type { RegisteredService } from './service-name.ts';
import { emptyGrants, grantedSources, type GrantedService } from './signal-grants.ts';
import { createSignalRules } from './signals.ts';
import { sayOwnRunbooks } from './runbook-files.ts';
import { warnOfTargetGroups } from './target-groups.ts';
import { sourcesOf, type Sources } from './sources.ts';
import { completeStageFunctions, createStageFunctions, type StageFunctions } from './stage-functions.ts';
import { createStateMachine } from './workflow/state-machine.ts';

export class Healer extends Construct {
  /** Signals, incidents, memory and leases. Kept when the stack is deleted. */
  readonly table: TableV2;
  /** Messages for people, also about the healer's own alarms. Subscribe pagers here. */
  readonly topic: Topic;
  /** Messages for chat, in the schema of custom notifications; absent unless `notifications.chat` asks for it. */
  readonly chatTopic: Topic | undefined;
  /** Events that no handler could process, and failed calls of Lambdas. An alarm on it publishes to the topic. */
  readonly deadLetterQueue: Queue;
  /** One execution per signal. */
  readonly stateMachine: StateMachine;

  readonly #notifications: Notifications;
  readonly #functions: StageFunctions;
  readonly #name: string;
  readonly #sources: Sources;
  readonly #services: RegisteredService[] = [];
  readonly #alarms: RegisteredAlarm[] = [];
  readonly #asked: AskedMetric[] = [];
  readonly #granted: GrantedService[] = [];
  #selfAlarms: readonly Alarm[] = [];
  #compiled: CompiledHealer | undefined;

  /** Problems of properties, calls and runbooks are reported together when the app is synthesized. */
  constructor(scope: Construct, id: string, props: HealerProps = {}) {
    super(scope, id);
    this.#sources = sourcesOf(this, props);
    const settings = settingsOf(this.#sources.config);
    this.#name = settings.name;

    this.table = createHealerTable(this);
    this.#notifications = createNotifications(this, settings.notifications, this.#sources.encryptionKey);
    const notifications = this.#notifications;
    this.topic = notifications.topic;
    this.chatTopic = notifications.chatTopic;
    this.deadLetterQueue = createDeadLetterQueue(this);
    const { intakeConcurrency } = settings;
    this.#functions = createStageFunctions(this, { table: this.table, notifications, intakeConcurrency });
    this.stateMachine = createStateMachine(this, {
      functions: lambdasOf(this.#functions),
      table: this.table,
      notifications,
      deadLetterQueue: this.deadLetterQueue,
    });
    createReaper(this, this.#functions.reap.function, this.stateMachine, this.deadLetterQueue);
    createSchedules(this, { sweep: this.#functions.sweep, machine: this.stateMachine, queue: this.deadLetterQueue });
    createGlobalOverride(this, settings.initialMode);

    this.node.addValidation({ validate: () => this.#problems() });
    atSynthesis(this, () => this.#complete());
  }

  /**
   * Registers a service to be healed: a construct of this app, or an ECS service by its names. The healer does not touch
   * unregistered services; in a shared cluster IAM alone would allow it to stop their tasks: docs/permissions.md.
   * @throws without a service, and after the app was synthesized.
   */
  heals(service: IBaseService | EcsServiceName, props: HealsProps = {}): void {
    this.#refuseWhenSynthesized('heals()');
    refuseNoService(this, service, props);
    this.#services.push({ service, props });
  }

  /**
   * Answers an alarm of your own: a construct of this app, or the name or ARN of one. Its actions stay unchanged.
   * @throws without an alarm or a service, and after the app was synthesized.
   */
  signalFrom(alarm: IAlarm | string, props: SignalFromProps): void {
    this.#refuseWhenSynthesized('signalFrom()');
    refuseNoAlarm(this, alarm, props);
    this.#alarms.push({ alarm, props });
  }

  /** Allows the grantee to pause and resume the healer: read and write its override, global and per service. */
  grantPause(grantee: IGrantable): Grant {
    return grantPause(this, grantee);
  }

  /**
   * Allows an application to report failures of a service: events of type `healer.signal` on the default bus, only from
   * the sources that the service lists in `signals`.
   * @param service the construct given to `heals`, or its name there; by default every service that lists a source
   */
  grantSignal(grantee: IGrantable, service?: IBaseService | string): Grant {
    this.#refuseWhenSynthesized('grantSignal()');
    this.#granted.push(service);
    return grantSignal(this, grantee, () => grantedSources(this.#compile(), service, this.#services));
  }

  /** Allows the grantee to read incidents, decisions and memory. */
  grantRead(grantee: IGrantable): Grant {
    return this.table.grantReadData(grantee);
  }

  /**
   * A metric of the healer, for one of the combinations of dimensions that it has. By default counts are summed and times
   * averaged over five minutes. Synth reports a failure type without a runbook.
   * @throws for an unknown metric, combination of dimensions or value.
   */
  metric(name: TelemetryMetricName, dimensions: TelemetryDimensions = {}, options?: MetricOptions): Metric {
    const asked = { metric: name, failureType: dimensions.FailureType };
    if (this.#compiled === undefined) this.#asked.push(asked);
    else refuseUnknownType(this.#compiled, asked);
    return healerMetric(this.#name, name, dimensions, options);
  }

  /** Number of incidents that ended healed. */
  metricHeals(options?: MetricOptions): Metric {
    return this.metric('Outcomes', { Outcome: 'healed' }, options);
  }

  /** Seconds from the first sign of a failure of this type until it was verified as healed. */
  metricTimeToRecovery(failureType: string, options?: MetricOptions): Metric {
    return this.metric('TimeToRecovery', { FailureType: failureType }, options);
  }

  /** Number of heals held back for this reason; docs/holds.md has all reasons. */
  metricWithheld(reason: HoldReason, options?: MetricOptions): Metric {
    return this.metric('Withheld', { Reason: reason }, options);
  }

  /** Number of incidents of this type that recovered before any remedy. */
  metricFalsePositives(failureType: string, options?: MetricOptions): Metric {
    return this.metric('FalsePositives', { FailureType: failureType }, options);
  }

  /** Milliseconds from a signal to the first decision about it. */
  metricDecisionLatency(options?: MetricOptions): Metric {
    return this.metric('DecisionLatency', {}, options);
  }

  /** Monthly cost of this healer while nothing fails. Call it after `app.synth()`, because alarms are missing before. */
  idleCost(): IdleCost {
    return idleCostOf(this);
  }

  /** Completes code, permissions, rules and alarms when all calls are known. Does nothing if there is a problem. */
  #complete(): void {
    const compiled = this.#compile();
    if (compiled.kind === 'invalid') return;
    const { bundled, catalog, settings, references } = compiled;
    const { deadLetterQueue: queue, topic, chatTopic, stateMachine, table } = this;
    const content = {
      catalog: bundled,
      standIns: references.standIns,
      handlersDirectory: this.#sources.handlersDirectory,
    };
    withBundle(content, (bundle) =>
      completeStageFunctions(this.#functions, {
        bundle,
        catalog,
        references,
        table,
        notifications: this.#notifications,
        stateMachine,
      }),
    );
    createSignalRules(this, catalog, stateMachine, queue);
    createAlarms(this, catalog, settings.serviceAlarms);
    listenFirst(this, this.#functions.intake.function);
    const selfAlarms = createSelfAlarms(this, { healer: catalog.healer, queue, topic, chatTopic, stateMachine });
    this.#selfAlarms = selfAlarms;
    if (settings.dashboard) {
      createDashboard(this, {
        catalog,
        widget: this.#functions.widget.function,
        stateMachine,
        queue,
        selfAlarms,
        serviceAlarms: settings.serviceAlarms,
      });
    }
    keepCatalog(this, catalog);
    this.#advise(bundled, settings);
  }

  /** Advice about a valid configuration. */
  #advise(catalog: Catalog, { notifications }: HealerSettings): void {
    sayOwnRunbooks(this, this.#sources.runbooks);
    warnWithoutSubscriber(this, this.topic);
    warnWhenStormIsFilteredOut(this, notifications);
    warnWhenNeverWorthTrying(this, catalog);
    warnOfTargetGroups(this, this.#services, catalog);
    warnOfWhatIsHeld(this, this.#services);
    sayManySeries(this, this.#alarms);
  }

  #compile(): CompiledHealer {
    return (this.#compiled ??= compileHealer(
      this,
      this.#sources,
      { services: this.#services, alarms: this.#alarms },
      this.#asked,
    ));
  }

  #problems(): string[] {
    const compiled = this.#compile();
    const problems =
      compiled.kind === 'invalid'
        ? compiled.problems
        : [
            ...selfAlarmLoops(this.#selfAlarms, compiled.catalog, this.#sources.file),
            ...emptyGrants(compiled, this.#granted, this.#services),
          ];
    return [...problems.map(renderProblem), ...duplicateHealers(this, (other) => other instanceof Healer)];
  }

  #refuseWhenSynthesized(call: string): void {
    if (this.#compiled === undefined) return;
    throw new Error(`${this.node.path}: ${call} came after the app was synthesized; call it before`);
  }
}

function lambdasOf({
  reap: _reap,
  sweep: _sweep,
  widget: _widget,
  ...stages
}: StageFunctions): Readonly<Record<StageName, Lambda>> {
  const entries = Object.entries(stages).map(([name, stage]) => [name, stage.function] as const);
  return Object.fromEntries(entries) as Record<StageName, Lambda>;
}
