/** Every scenario, in the order in which `--scenario all` runs them. */
import { autoscalerTakesBack } from './autoscaler-takes-back.ts';
import { badReleaseUnsafe } from './bad-release-unsafe.ts';
import { badRelease } from './bad-release.ts';
import { blueGreen } from './blue-green.ts';
import { broughtAlarmOverload } from './brought-alarm-overload.ts';
import { forgedSignals } from './forged-signals.ts';
import { hang } from './hang.ts';
import { healMakesWorse } from './heal-makes-worse.ts';
import { highCpu } from './high-cpu.ts';
import { highErrors } from './high-errors.ts';
import { killedByHealthChecks } from './killed-by-health-checks.ts';
import { memoryLeak } from './memory-leak.ts';
import { overrideOff } from './override-off.ts';
import { protectedTask } from './protected-task.ts';
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
  blueGreen,
  protectedTask,
  autoscalerTakesBack,
  broughtAlarmOverload,
  hang,
  forgedSignals,
];
