/**
 * What kind of world it is: in some, people keep much for themselves and are asked; in some, services have more to do than
 * they can. In the others, neither gets in the way of everything else.
 */
import type { ServiceEntry } from '../../../core/catalog.ts';
import { ACTION_KINDS } from '../../../core/vocabulary.ts';
import { oneOf } from '../engine/chance.ts';
import type { Chance } from '../engine/chance.ts';
import { CALENDAR } from './calendars.ts';

export interface Climate {
  readonly asks: boolean;
  readonly busy: boolean;
}

const ASKS = 0.25;
const BUSY = 0.25;

export function climateOf(chance: Chance): Climate {
  return { asks: chance('world', 11) < ASKS, busy: chance('world', 12) < BUSY };
}

type Policies = Partial<Pick<ServiceEntry, 'approval' | 'changeCalendars' | 'tier' | 'maxTasks'>>;

/** By default a person is asked before a rollback of what is critical. */
const APPROVALS: readonly Policies[] = [
  {},
  { tier: 'critical' },
  { approval: ACTION_KINDS },
  { approval: ['replaceTasks'] },
  { approval: ['flipToggle', 'scaleOut'] },
  { approval: [] },
];

/** What the people of a service keep for themselves. */
export function policiesOf({ asks, busy }: Climate, chance: Chance, index: number): Policies {
  const draw = (which: number): number => chance('people', index, which);
  return {
    ...(asks ? oneOf(APPROVALS, draw(1)) : {}),
    ...(asks && draw(2) < 0.5 ? { changeCalendars: [CALENDAR] } : {}),
    ...(busy && draw(3) < 0.2 ? { maxTasks: 2 + Math.floor(draw(4) * 8) } : {}),
  };
}
