/** The one place where the Lambdas ask the machine for the time. */
import type { Clock } from '../../core/ports/clock.ts';

export const systemClock: Clock = { now: () => Date.now() };
