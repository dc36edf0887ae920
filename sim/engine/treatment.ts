/**
 * What a remedy does to a failure, whoever uses it: how long it takes, and what it changes of the truth when it is done.
 */
import { PARAMETERS } from '../world/parameters.ts';
import type { Remedy } from '../world/remedies.ts';
import { responseOf } from '../world/responses.ts';
import type { Response } from '../world/responses.ts';
import type { World } from '../world/world.ts';
import { disrupted } from './case.ts';
import type { Case } from './case.ts';
import { end, showsAt } from './trouble.ts';

/** One use of a remedy. Minutes since the start of the run. */
export interface Treatment {
  readonly remedy: Remedy;
  readonly startedAt: number;
  readonly doneAt: number;
  readonly response: Response;
}

/** What it did: unknown to who used it. */
export interface Effect {
  readonly harmful: boolean;
  readonly cured: boolean;
  readonly doneAt: number;
}

export function begun(world: World, one: Case, remedy: Remedy, startedAt: number): Treatment {
  const { fault } = one.trouble;
  const use = one.uses.get(remedy) ?? 0;
  one.uses.set(remedy, use + 1);
  const response = responseOf(world, fault, remedy, use);
  return { remedy, startedAt, doneAt: startedAt + response.minutes, response };
}

/** Changes the truth. @param now when it is done */
export function applied(one: Case, { remedy, response }: Treatment, now: number): Effect {
  const { trouble } = one;
  const ongoing = now < trouble.endsAt;
  if (response.effect !== 'notExecuted') disrupted(one, remedy);
  if (ongoing && response.effect === 'cured') end(trouble, now);
  if (ongoing && response.effect === 'relieved') trouble.hidden.push({ from: now, to: now + response.reliefMinutes });
  const harmful = ongoing && response.effect === 'worse';
  if (harmful) one.disruption += PARAMETERS.harmMinutes.value;
  return { harmful, cured: ongoing && response.effect === 'cured', doneAt: now };
}

/** Whether it looks cured: nothing shows at `now`, nor did for as long as it takes to verify a cure. */
export function looksCured({ trouble }: Case, now: number): boolean {
  return !showsAt(trouble, now - PARAMETERS.verifiedMinutes.value) && !showsAt(trouble, now);
}
