/**
 * Plays one policy through one world: every fault raises its alarm, the policy is asked, the world answers, verification
 * looks, the policy is told. The bounds of the healer (three remedies, attempts per window, one heal per group) are kept
 * here, for every policy that claims to be one.
 */
import { admit } from '../../core/limits/attempts-window.ts';
import type { AttemptLog } from '../../core/limits/attempts-window.ts';
import type { Policy, Result } from '../policies/policy.ts';
import type { World } from '../world/world.ts';
import { agendaOf } from './agenda.ts';
import type { Agenda } from './agenda.ts';
import { caseOf, recordOf } from './case.ts';

import { clockTime } from './clock-time.ts';
import { open } from './heal.ts';
import type { RunRecord } from './record.ts';
import { turnsOf } from './turns.ts';
import type { Turns } from './turns.ts';

/** Steps one fault may need: three attempts, waits and relapses need some dozens, restarts through a night some hundreds. */
const STEPS_PER_FAULT_MAX = 2_000;

/** As the shipped runbooks: three attempts an hour. */
const ATTEMPTS_MAX = 3;
const WINDOW_MINUTES = 60;

/** What the parts of a run share. */
export interface Run {
  readonly world: World;
  readonly policy: Policy;
  readonly agenda: Agenda;
  readonly turns: Turns;
  readonly told: { readonly kind: 'settled' | 'reversed'; readonly result: Result }[];
  /** Asks the service's window for one more attempt. */
  readonly mayAttempt: (service: number, attempt: string) => boolean;
}

export function play(world: World, name: string, policy: Policy): RunRecord {
  const agenda = agendaOf();
  const run: Run = { world, policy, agenda, turns: turnsOf(), told: [], mayAttempt: windows(agenda) };
  const cases = world.faults.map(caseOf);
  for (const one of cases) agenda.add(one.trouble.fault.at, () => open(run, one));
  agenda.run(STEPS_PER_FAULT_MAX * Math.max(1, cases.length));
  return { seed: world.seed, policy: name, style: policy.style, faults: cases.map(recordOf), told: run.told };
}

function windows(agenda: Agenda): Run['mayAttempt'] {
  const logs = new Map<number, AttemptLog>();
  return (service, attemptId) => {
    const request = {
      attemptId,
      now: clockTime(agenda.now()),
      attemptsMax: ATTEMPTS_MAX,
      windowMinutes: WINDOW_MINUTES,
    };
    const answer = admit(logs.get(service) ?? [], request);
    if (answer.kind === 'granted') logs.set(service, answer.log);
    return answer.kind === 'granted';
  };
}
