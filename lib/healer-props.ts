/**
 * The properties of a healer in a CDK app: the vocabulary of the configuration, with a key in place of an ARN, and the
 * places of files. Written out in full, because people read them in an editor beside the call.
 */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { HealerConfig } from '../core/config/config.ts';

export interface HealerProps {
  /**
   * Name of this healer. The names of all its alarms begin with it.
   * @default 'healer'
   */
  readonly name?: HealerConfig['name'];
  /**
   * Initial value of `/healer/mode` and of each service's mode: `auto` heals, `observe` decides and reports, `off` holds
   * everything. Later change the parameter, not this property: CloudFormation would overwrite what people wrote, and the
   * healer takes an `auto` from CloudFormation for `observe`.
   * @default 'observe'
   */
  readonly initialMode?: HealerConfig['initialMode'];
  /**
   * Recipients: e-mail addresses, each of which must confirm its first mail; chat; other subscriptions.
   * @default - none; subscribe to `topic` what you like
   */
  readonly notifications?: HealerConfig['notifications'];
  /**
   * Key that encrypts the topics. Publishers are allowed to use it. If this app does not create the key, a warning says
   * what to add to its policy. It costs 1 USD a month.
   * @default - `notifications.encryptionKeyArn`; without it, none
   */
  readonly encryptionKey?: IKey;
  /**
   * Whether each service has a composite alarm for people and dashboards, red while any of its alarms is.
   * @default true
   */
  readonly serviceAlarms?: HealerConfig['serviceAlarms'];
  /**
   * Interval in seconds at which the services' metrics are published: 60 in AWS; a lab may publish faster. No service may
   * have a shorter period, because most of its periods would have no data.
   * @default 60
   */
  readonly resolutionSeconds?: HealerConfig['resolutionSeconds'];
  /**
   * Whether there is a dashboard. It costs 3 USD a month beyond the first three of an account.
   * @default true
   */
  readonly dashboard?: HealerConfig['dashboard'];
  /**
   * How many signals are processed at the same time: reserved concurrency of Intake. It bounds what a flood takes of the
   * account's concurrency; other signals, real alarms too, wait and are retried.
   * @default - no bound
   */
  readonly intakeConcurrency?: HealerConfig['intakeConcurrency'];
  /**
   * Limits of all healing, where the defaults do not suit: `{ burst: 1, refillMinutes: 15 }`.
   * @default - 3 attempts at once and one more every 5 minutes; a storm begins at 20 % of the services
   */
  readonly limits?: HealerConfig['limits'];
  /**
   * Limits of each service of a group: `{ checkout: { attemptsPerDay: 3 } }`. The limits of a service override these.
   * @default - those of the service, or 6 times a day
   */
  readonly groupLimits?: HealerConfig['groupLimits'];
  /**
   * The services to heal, in the form of the configuration's file. The healer cannot touch a service that is neither
   * listed here nor given to `heals`.
   * @default - those given to `heals`
   */
  readonly services?: HealerConfig['services'];
  /**
   * Directory with your own runbooks, `*.yaml`. They are added to the shipped ones; one with the name of a shipped
   * runbook replaces it, which synth reports.
   * @default - the shipped runbooks
   */
  readonly runbooksDirectory?: string;
  /**
   * Directory with a handler, `<name>.ts`, for each Lambda; building them needs esbuild.
   * @default - the shipped handlers
   */
  readonly handlersDirectory?: string;
  /**
   * File of these properties, for messages about mistakes.
   * @default - messages name the path of the construct
   */
  readonly configFile?: string;
}

/** All property names, for messages about unknown ones. A missing one does not compile. */
const HEALER_WORDS: Readonly<Record<keyof HealerProps, true>> = {
  name: true,
  initialMode: true,
  notifications: true,
  encryptionKey: true,
  serviceAlarms: true,
  resolutionSeconds: true,
  dashboard: true,
  intakeConcurrency: true,
  limits: true,
  groupLimits: true,
  services: true,
  runbooksDirectory: true,
  handlersDirectory: true,
  configFile: true,
};

export const HEALER_KEYS: readonly string[] = Object.keys(HEALER_WORDS);
