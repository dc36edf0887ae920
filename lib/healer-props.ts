/**
 * What a person says about a healer as a whole in a CDK app: the configuration's vocabulary, with a key where the
 * configuration has an ARN, and where things come from. Written out, because it is read in an editor beside the call.
 */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { HealerConfig } from '../core/config/config.ts';

export interface HealerProps {
  /**
   * Name of this healer, the first part of the name of every alarm it makes.
   * @default 'healer'
   */
  readonly name?: HealerConfig['name'];
  /**
   * What `/healer/mode` says when it is created, and what each service begins in: `auto` heals, `observe` decides and
   * reports, `off` holds everything.
   * Change the parameter afterwards, not this: CloudFormation then writes over what people wrote, and the healer takes an
   * `auto` that came so for `observe`.
   * @default 'observe'
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
   * How often the metrics of the services are published, in seconds: 60 in AWS; a lab may publish faster. No service may
   * have a period below it: most of its periods would be without data.
   * @default 60
   */
  readonly resolutionSeconds?: HealerConfig['resolutionSeconds'];
  /**
   * Whether there is a dashboard: what is going on, whether heals help, how the healer itself is. 3 USD a month, beyond
   * the first three of an account.
   * @default true
   */
  readonly dashboard?: HealerConfig['dashboard'];
  /**
   * How many signals are looked at beside each other: reserved concurrency of the Lambda that hears them. Bounds what a flood
   * takes of the account's concurrency; the rest waits and is asked again, real alarms too.
   * @default - as many as come
   */
  readonly intakeConcurrency?: HealerConfig['intakeConcurrency'];
  /**
   * How much may be healed altogether, where the defaults do not suit: `{ burst: 1, refillMinutes: 15 }`.
   * @default - 3 attempts at once and one more every 5 minutes; storms from 20 % of the services on
   */
  readonly limits?: HealerConfig['limits'];
  /**
   * How often each service of a group may be healed: `{ checkout: { attemptsPerDay: 3 } }`. What a service says itself
   * counts more.
   * @default - each service as it says, or 6 times a day
   */
  readonly groupLimits?: HealerConfig['groupLimits'];
  /**
   * The services to heal, as a configuration's file lists them. A service that is neither listed here nor given to
   * `heals` cannot be touched.
   * @default - those given to `heals`
   */
  readonly services?: HealerConfig['services'];
  /**
   * Directory with runbooks of your own, `*.yaml`. Each is added to those that come with the healer; one with the name of
   * a shipped one takes its place, which synth says.
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

/** All of them, for messages about others. Complete, or it does not compile. */
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
