/**
 * Whether a shared dependency can bear the warm-up of one of its callers. Clients retry failed requests, so a
 * dependency above half its capacity serves mostly retries; fresh tasks with cold caches then keep it failing, and only
 * less load helps (metastable failures: Bronson et al., HotOS'21; Huang et al., OSDI'22).
 */

/** Requests per request while they fail: one retry, as most clients do. */
export const AMPLIFICATION = 2;
/** Load of a service with fresh tasks over its baseline, how long that lasts, and how long a heal holds its turn. */
export const WARM_UP_FACTOR = 3;
export const WARM_UP_SECONDS = 60;
const TURN_SECONDS = 180;

/**
 * w·b·T_w/T_v < 1 − ρ·A for one heal at a time, where b = ρ·share is what the service asks of the dependency's capacity.
 * @param utilisation ρ of the dependency, 0-1 @param share of its load that is the service's, 0-1
 */
export function hasHeadroom(utilisation: number, share: number): boolean {
  const asked = utilisation * share;
  return (WARM_UP_FACTOR * asked * WARM_UP_SECONDS) / TURN_SECONDS < 1 - utilisation * AMPLIFICATION;
}
