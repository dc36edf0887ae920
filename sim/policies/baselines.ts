/**
 * What others do: wait for a person, restart for ever, climb a ladder, roll dice, follow a runbook. None of them learns.
 */
import { PARAMETERS } from '../world/parameters.ts';
import type { Chance } from '../world/random.ts';
import { REMEDIES } from '../world/remedies.ts';
import { ALL_GUARDS, allowedBy, type Guards } from './guards.ts';
import { firstOpen, fixed, open, type Policy } from './policy.ts';
import { LADDER, type Runbooks } from './runbooks.ts';

/** A person is paged at once. */
export function none(): Policy {
  return fixed(() => ({ kind: 'page' }));
}

/**
 * Restarts, and again after 10, 20, 40 … seconds up to five minutes, for as long as it fails (Kubernetes'
 * CrashLoopBackOff); a person is paged when the first restart did not help.
 */
export function restart(): Policy {
  const { restartAgainFirstMinutes, restartAgainMaxMinutes } = PARAMETERS;
  return fixed(({ tried }) => {
    if (tried.length === 0) return { kind: 'act', remedy: 'replaceTasks' };
    const pause = restartAgainFirstMinutes.value * 2 ** (tried.length - 1);
    const afterMinutes = Math.min(restartAgainMaxMinutes.value, pause);
    return { kind: 'act', remedy: 'replaceTasks', afterMinutes, pageToo: true };
  }, 'unbounded');
}

/** Cheapest first, the same for everything. */
export function ladder(): Policy {
  return fixed((situation) => firstOpen(LADDER, situation));
}

/** Any order, all equally likely. */
export function random(chance: Chance): Policy {
  return fixed((situation) => {
    const { fault, tried } = situation;
    const left = open(REMEDIES, situation);
    const drawn = left[Math.floor(chance('order', fault, tried.length) * left.length)];
    return drawn === undefined ? { kind: 'page' } : { kind: 'act', remedy: drawn };
  });
}

/** The runbook's order inside the healer's guards: the healer without its memory. */
export function runbook(runbooks: Runbooks, guards: Guards = ALL_GUARDS): Policy {
  return fixed((situation) => {
    const { signs } = situation;
    const allowed = runbooks[signs.symptom].filter((remedy) => allowedBy(guards, remedy, signs));
    return firstOpen(allowed, situation);
  });
}
