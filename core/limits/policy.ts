/**
 * The limits of healing, each with the reason for its default. The configuration can set every limit, and can switch
 * none off. Minutes and shares (0-1) unless the name says otherwise.
 */
import { number, shape, list, type Shaped } from '../shape.ts';

/** Limits of all services together. */
export const AccountPolicy = shape({
  /** Attempts that may follow each other at once (a token bucket) … */
  burst: number,
  /** … and how long until one more may: 12 an hour, however many services fail. */
  refillMinutes: number,
  /** Share of the services that may be healed at the same time; always at least one. */
  concurrentShare: number,
  /** Services that must fail before a share of them is a storm: two of four are two failures. */
  stormMembers: number,
  /**
   * Share of failing services from which it is a soft storm. Envoy ejects at most 10 % of hosts, Cluster API's example
   * stops at 40 %, Kubernetes at 55 % of a zone. Low here, because fresh tasks load what the services share.
   */
  softStormShare: number,
  /** … and a hard storm, in which only load shedding is allowed. */
  hardStormShare: number,
  /** So many services that begin to fail within a minute have one cause, whatever share of a large fleet they are. */
  massMembers: number,
  /** How long a service counts as failing after its incident ended without a cure. */
  sickMinutes: number,
  /** How long all must be calm before a storm ends. */
  calmMinutes: number,
  /** Services with the same failure type from which they count as one cause. */
  commonCauseServices: number,
  /** Failed attempts in a row, of several services, that open the breaker. */
  breakerFailures: number,
  breakerOpenMinutes: number,
});
export type AccountPolicy = Shaped<typeof AccountPolicy>;

export const ACCOUNT_POLICY: AccountPolicy = {
  burst: 3,
  refillMinutes: 5,
  concurrentShare: 0.1,
  stormMembers: 3,
  softStormShare: 0.2,
  hardStormShare: 0.4,
  massMembers: 15,
  sickMinutes: 10,
  calmMinutes: 10,
  commonCauseServices: 3,
  breakerFailures: 3,
  breakerOpenMinutes: 30,
};

/** Limits of one service, besides the attempt window of its runbook. */
export const ServicePolicy = shape({
  /** Attempts within a day. */
  attemptsPerDay: number,
  /** Least pause before the next incident is healed: after one heal, after two, and so on. The last one repeats. */
  gapMinutes: list(number),
  /** Uses of the same remedy within `sameRemedyHours`: a remedy that has to be repeated does not cure. */
  sameRemedyMax: number,
  sameRemedyHours: number,
  /** Failures that begin within about an hour and count as flapping. */
  flappingFailures: number,
});
export type ServicePolicy = Shaped<typeof ServicePolicy>;

export const SERVICE_POLICY: ServicePolicy = {
  attemptsPerDay: 6,
  gapMinutes: [2, 4, 8, 16, 30],
  sameRemedyMax: 2,
  sameRemedyHours: 6,
  // Above the attempts of a usual window, so that a failure that is healed each time meets that limit first.
  flappingFailures: 4,
};
