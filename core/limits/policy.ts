/**
 * The numbers by which healing is limited, each with the reason for its default. All of them can be set in the
 * configuration; none can be switched off. Minutes and shares (0-1) unless the name says otherwise.
 */

/** What holds for everything this healer does, whichever service it is for. */
export interface AccountPolicy {
  /** Attempts that may follow each other at once (a token bucket) … */
  readonly burst: number;
  /** … and how long until one more may: 12 an hour, however many services fail. */
  readonly refillMinutes: number;
  /** Share of the services that may be healed at the same time; always one. */
  readonly concurrentShare: number;
  /** Services that must be failing before any share of them is a storm: two of four are two failures. */
  readonly stormMembers: number;
  /**
   * Share of the services that fail together from which it is a storm. Envoy ejects at most 10 % of hosts, Cluster API's
   * example stops at 40 %, Kubernetes at 55 % of a zone; low here, because fresh tasks are more load on what they share.
   */
  readonly softStormShare: number;
  /** … and from which only shedding load is left. */
  readonly hardStormShare: number;
  /** So many services that begin to fail within a minute have one cause, whatever share of a large fleet they are. */
  readonly massMembers: number;
  /** How long a service counts as failing after its incident ended without a cure. */
  readonly sickMinutes: number;
  /** How long all must be calm before a storm is over. */
  readonly calmMinutes: number;
  /** Services with the same failure type from which it is the type that is treated as one. */
  readonly commonCauseServices: number;
  /** Attempts in a row, of several services, that did not help: then the healer is what is wrong. */
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

/** What holds for one service. How often within its window is the runbook's own limit. */
export interface ServicePolicy {
  /** Attempts within a day. */
  readonly attemptsPerDay: number;
  /** Least pause before the next incident is healed: after one heal, after two, and so on; the last one for all others. */
  readonly gapMinutes: readonly number[];
  /** Uses of the same remedy within `sameRemedyHours`: a cure that needs repeating is none. */
  readonly sameRemedyMax: number;
  readonly sameRemedyHours: number;
  /** Failures that begin within about an hour until it counts as flapping. */
  readonly flappingFailures: number;
}

export const SERVICE_POLICY: ServicePolicy = {
  attemptsPerDay: 6,
  gapMinutes: [2, 4, 8, 16, 30],
  sameRemedyMax: 2,
  sameRemedyHours: 6,
  // Above the attempts of a usual window: a failure that is healed each time meets that limit first.
  flappingFailures: 4,
};
