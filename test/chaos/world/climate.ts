/**
 * What kind of world it is: in some, people keep much for themselves and are asked; in some, services have more to do than
 * they can; in some, they have promised how many requests succeed, or are in the middle of work that must not be cut off. In the others, none of it gets in the way of the rest.
 */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import { ACTION_KINDS } from '../../../core/vocabulary.ts';
import { oneOf, type Chance } from '../engine/chance.ts';
import { CALENDAR } from './calendars.ts';

export interface Climate {
  readonly asks: boolean;
  readonly busy: boolean;
  /** Whether services have objectives, and budgets that can be spent. */
  readonly promises: boolean;
  /** Whether applications protect tasks from scale-in as it begins to fail. */
  readonly protects: boolean;
}

const ASKS = 0.25;
const BUSY = 0.25;
const PROMISES = 0.35;
const PROTECTS = 0.25;

export function climateOf(chance: Chance): Climate {
  return {
    asks: chance('world', 11) < ASKS,
    busy: chance('world', 12) < BUSY,
    promises: chance('world', 13) < PROMISES,
    protects: chance('world', 20) < PROTECTS,
  };
}

type Policies = Partial<Pick<ServiceEntry, 'approval' | 'changeCalendars' | 'tier' | 'maxTasks' | 'slo'>>;

/** By default a person is asked before a rollback of what is critical. */
const APPROVALS: readonly Policies[] = [
  {},
  { tier: 'critical' },
  { approval: ACTION_KINDS },
  { approval: ['replaceTasks'] },
  { approval: ['flipToggle', 'scaleOut'] },
  { approval: ['flipToggle'] },
  { approval: [] },
];

/** Of few days, so that a failure can spend what there is, and reading them takes little. */
const PROMISED: readonly Policies[] = [
  { slo: { availability: 0.999, days: 1 } },
  { slo: { availability: 0.99, days: 1 } },
  { slo: { availability: 0.99, days: 3 } },
  {},
];

/** What the people of a service promise, and keep for themselves. */
export function policiesOf({ asks, busy, promises }: Climate, chance: Chance, index: number): Policies {
  const draw = (which: number): number => chance('people', index, which);
  return {
    ...(promises ? oneOf(PROMISED, draw(5)) : {}),
    ...(asks ? oneOf(APPROVALS, draw(1)) : {}),
    ...(asks && draw(2) < 0.5 ? { changeCalendars: [CALENDAR] } : {}),
    ...(busy && draw(3) < 0.2 ? { maxTasks: 2 + Math.floor(draw(4) * 8) } : {}),
  };
}
