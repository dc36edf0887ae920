/** Every scenario, in the order in which `--scenario all` runs them. */
import { badReleaseUnsafe } from './bad-release-unsafe.ts';
import { badRelease } from './bad-release.ts';
import { healMakesWorse } from './heal-makes-worse.ts';
import { highCpu } from './high-cpu.ts';
import { highErrors } from './high-errors.ts';
import { killedByHealthChecks } from './killed-by-health-checks.ts';
import { memoryLeak } from './memory-leak.ts';
import { overrideOff } from './override-off.ts';
import { returningFailure } from './returning-failure.ts';
import type { Scenario } from './scenario.ts';
import { trafficSpike } from './traffic-spike.ts';
import { twoAtOnce } from './two-at-once.ts';

export const SCENARIOS: readonly Scenario[] = [
  memoryLeak,
  highCpu,
  highErrors,
  badRelease,
  badReleaseUnsafe,
  healMakesWorse,
  twoAtOnce,
  returningFailure,
  overrideOff,
  trafficSpike,
  killedByHealthChecks,
];
