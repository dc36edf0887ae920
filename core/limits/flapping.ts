/**
 * Route-flap damping (RFC 2439) for services: each new failure adds to a penalty that halves within an hour. Above a
 * limit the healer leaves the service alone until it was quiet for a while, because restarts do not cure a failure that
 * comes and goes.
 */
import type { ServicePolicy } from './policy.ts';

const PENALTY = 1_000;
const HALF_LIFE_MS = 60 * 60_000;
/** The penalty at which healing starts again: three quarters of one failure. */
const REUSE_BELOW = 750;

/**
 * Until when the healer leaves a service alone (ms since the epoch); undefined when it does not. @param begun starts of
 * its failures, oldest first
 */
export function flappingUntil(
  begun: readonly number[],
  { flappingFailures }: Pick<ServicePolicy, 'flappingFailures'>,
  now: number,
): number | undefined {
  let [penalty, at, suppressed] = [0, 0, false];
  for (const time of begun) {
    const left = decayed(penalty, time - at);
    if (left < REUSE_BELOW) suppressed = false;
    [penalty, at] = [left + PENALTY, time];
    if (penalty > (flappingFailures - 1) * PENALTY) suppressed = true;
  }
  const until = at + HALF_LIFE_MS * Math.log2(penalty / REUSE_BELOW);
  return suppressed && now < until ? Math.ceil(until) : undefined;
}

function decayed(penalty: number, ms: number): number {
  return penalty * 2 ** (-Math.max(0, ms) / HALF_LIFE_MS);
}
