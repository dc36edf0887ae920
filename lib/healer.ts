/**
 * The healer as a construct: list your services, deploy, and it answers their alarms. Everything it needs is created
 * here; nothing of your services is. What it may do is written down in `permissions.ts`, what happens in `workflow/`.
 */
import { resolve } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import { acknowledge } from './acknowledge.ts';
import { createAlarms, createDeadLetterAlarm } from './alarms.ts';
import { HANDLERS_DIRECTORY, withBundle } from './bundle.ts';
import { loadCatalog } from './catalog.ts';
import { createHealerTable } from './healer-table.ts';
import { allowAlarms, createTopic } from './notifications.ts';
import { createGlobalOverride } from './overrides.ts';
import { createReaper } from './reaper.ts';
import { createSignalRules } from './signals.ts';
import { createStageFunctions } from './stage-functions.ts';
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
   * E-mail addresses that are told of every heal. Each must confirm the mail it gets first.
   * @default - nobody; subscribe to `topic` what you like
   */
  readonly notifications?: HealerConfig['notifications'];
  /** The services to heal. A service that is not listed here cannot be touched. */
  readonly services: HealerConfig['services'];
  /**
   * Directory with the runbooks, `*.yaml`.
   * @default - the runbooks that come with the healer
   */
  readonly runbooksDirectory?: string;
  /**
   * Directory with a handler for each Lambda.
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
  /** Where people are told. Subscribe chat or pager here. */
  readonly topic: Topic;
  /** Events that could not be handled, and Lambdas' last words. Watched by an alarm to the topic. */
  readonly deadLetterQueue: Queue;
  /** One execution for each signal. */
  readonly stateMachine: StateMachine;

  /** @throws InvalidConfiguration when the properties or a runbook are wrong, with every problem. */
  constructor(scope: Construct, id: string, props: HealerProps) {
    super(scope, id);
    const {
      runbooksDirectory = RUNBOOKS_DIRECTORY,
      handlersDirectory = HANDLERS_DIRECTORY,
      configFile = `properties of ${this.node.path}`,
      ...config
    } = props;
    const { catalog, settings } = loadCatalog(config, configFile, runbooksDirectory);

    this.table = createHealerTable(this);
    this.topic = createTopic(this, settings.notifications.emails);
    this.deadLetterQueue = createDeadLetterQueue(this);
    const { reap, ...functions } = withBundle(catalog, handlersDirectory, (bundle) =>
      createStageFunctions(this, { bundle, catalog, table: this.table, topic: this.topic }),
    );
    this.stateMachine = createStateMachine(this, {
      functions,
      table: this.table,
      topic: this.topic,
      deadLetterQueue: this.deadLetterQueue,
    });

    createSignalRules(this, catalog, this.stateMachine, this.deadLetterQueue);
    createReaper(this, reap, this.stateMachine, this.deadLetterQueue);
    createAlarms(this, catalog);
    createDeadLetterAlarm(this, { healer: catalog.healer, queue: this.deadLetterQueue, topic: this.topic });
    allowAlarms(this.topic);
    createGlobalOverride(this, settings.initialMode);
  }
}

/** Messages stay as long as SQS allows: somebody has to find time to read them. */
const QUEUE_DAYS = 14;

function createDeadLetterQueue(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(QUEUE_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  acknowledge(queue, 'AwsSolutions-SQS3', 'This is the dead-letter queue.');
  return queue;
}
