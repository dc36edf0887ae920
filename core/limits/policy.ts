/**
 * The limits of healing, each with the reason for its default. The configuration can set every limit, and can switch
 * none off. Minutes and shares (0-1) unless the name says otherwise.
 */

/** Limits of all services together. */
export interface AccountPolicy {
  /** Attempts that may follow each other at once (a token bucket) … */
  readonly burst: number;
  /** … and how long until one more may: 12 an hour, however many services fail. */
  readonly refillMinutes: number;
  /** Share of the services that may be healed at the same time; always at least one. */
  readonly concurrentShare: number;
  /** Services that must fail before a share of them is a storm: two of four are two failures. */
  readonly stormMembers: number;
  /**
   * Share of failing services from which it is a soft storm. Envoy ejects at most 10 % of hosts, Cluster API's example
   * stops at 40 %, Kubernetes at 55 % of a zone. Low here, because fresh tasks load what the services share.
   */
  readonly softStormShare: number;
  /** … and a hard storm, in which only load shedding is allowed. */
  readonly hardStormShare: number;
  /** So many services that begin to fail within a minute have one cause, whatever share of a large fleet they are. */
  readonly massMembers: number;
  /** How long a service counts as failing after its incident ended without a cure. */
  readonly sickMinutes: number;
  /** How long all must be calm before a storm ends. */
  readonly calmMinutes: number;
  /** Services with the same failure type from which they count as one cause. */
  readonly commonCauseServices: number;
  /** Failed attempts in a row, of several services, that open the breaker. */
  readonly breakerFailures: number;
  readonly breakerOpenMinutes: number;
}

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
export interface ServicePolicy {
  /** Attempts within a day. */
  readonly attemptsPerDay: number;
  /** Least pause before the next incident is healed: after one heal, after two, and so on. The last one repeats. */
  readonly gapMinutes: readonly number[];
  /** Uses of the same remedy within `sameRemedyHours`: a remedy that has to be repeated does not cure. */
  readonly sameRemedyMax: number;
  readonly sameRemedyHours: number;
  /** Failures that begin within about an hour and count as flapping. */
  readonly flappingFailures: number;
}

export const SERVICE_POLICY: ServicePolicy = {
  attemptsPerDay: 6,
  gapMinutes: [2, 4, 8, 16, 30],
  sameRemedyMax: 2,
  sameRemedyHours: 6,
  // Above the attempts of a usual window, so that a failure that is healed each time meets that limit first.
  flappingFailures: 4,
};
