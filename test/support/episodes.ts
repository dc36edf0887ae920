/**
 * Incidents that end in each way there is, each with everything it may do to the world: what tests that kill the healer
 * at every place compare with.
 */
import type { Experience } from '../../core/memory/results.ts';
import type { RolloutLimits } from '../../core/world/service.ts';
import type { TargetAddress } from '../../core/world/target.ts';
import type { Outcome } from '../../core/vocabulary.ts';
import { aToggle } from './catalog.ts';
import { BAD, GOOD, START, aShop, aTaskDefinition, type Shop, type Sickness } from './shop.ts';
import { write } from './undoing.ts';
import { BAD_RELEASE, ENDLESS_LEAK, ERRORS, FIRST_TASK, LEAK, deployBad } from './sicknesses.ts';

type Count = Experience['countHere'];

export interface Episode {
  readonly case: string;
  readonly sickness: Sickness;
  readonly make: () => Shop;
  /** Called after each command. */
  readonly meanwhile?: (shop: Shop, path: readonly string[]) => void;
  readonly outcome: Outcome;
  /** Stages of its messages; `started` and `ended` when absent. */
  readonly told?: readonly string[];
  /** Every change of the world outside the healer's own records, in order, as `writesOf` tells it. */
  readonly writes: readonly string[];
  /** What memory counts for the remedies that were tried. */
  readonly learnt: readonly Count[];
}

const OUT = 'deregisterTarget 10.0.0.2';
const IN = 'registerTarget 10.0.0.2';
const STOP = `stopTask ${FIRST_TASK}`;
const REPLACED = [OUT, 'setDesiredCount 5', STOP, 'setDesiredCount 4'];
const HELPED: readonly Count[] = [{ successes: 1, attempts: 1 }];
const FAILED: readonly Count[] = [{ successes: 0, attempts: 1 }];

function shopWithToggle(): Shop {
  return aShop({ service: { toggles: [aToggle('recommendations')] } });
}

function shopWithBadRelease(): Shop {
  const taskDefinitions = [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })];
  const shop = aShop({ taskDefinitions });
  deployBad(shop);
  return shop;
}

/** New tasks never start. */
function shopThatCannotStart(): Shop {
  const shop = aShop();
  shop.memory.ecs.service(shop.user).startsFail = true;
  return shop;
}

/** Another incident holds the group; no other incident gets it before two minutes are over. */
function shopInABusyGroup(): Shop {
  const shop = aShop();
  shop.memory.store.limits.leases.put(shop.user.group, { holder: 'another', fence: 7, until: START + 90_000 });
  return shop;
}

function shopSwitchedOff(): Shop {
  const shop = aShop();
  shop.memory.parameters.set('/healer/mode', 'off');
  return shop;
}

export const EPISODES: readonly Episode[] = [
  {
    case: 'tasks are replaced',
    sickness: LEAK,
    make: () => aShop(),
    outcome: 'healed',
    writes: REPLACED,
    learnt: HELPED,
  },
  {
    case: 'a toggle is flipped and restored',
    sickness: ERRORS,
    make: shopWithToggle,
    outcome: 'healed',
    writes: ['write off', 'write on'],
    learnt: HELPED,
  },
  {
    case: 'a release is rolled back',
    sickness: BAD_RELEASE,
    make: shopWithBadRelease,
    outcome: 'healed',
    // One task first, then at the usual rollout limits.
    writes: [`setTaskDefinition ${GOOD} at most 125 %`, 'setRolloutLimits at most 200 %'],
    learnt: HELPED,
  },
  {
    case: 'the remedy does not help',
    sickness: ENDLESS_LEAK,
    make: () => aShop(),
    outcome: 'escalated',
    writes: REPLACED,
    learnt: FAILED,
  },
  {
    case: 'the remedy makes things worse and is undone',
    sickness: {
      ...ERRORS,
      sick: () => true,
      sickValue: (shop) => (shop.memory.parameters.get('/shop/recommendations') === 'off' ? 80 : 40),
    },
    make: shopWithToggle,
    outcome: 'escalated',
    writes: ['write off', 'write on'],
    learnt: FAILED,
  },
  {
    case: 'the replacement never becomes healthy and all is put back',
    sickness: LEAK,
    make: shopThatCannotStart,
    outcome: 'escalated',
    writes: [OUT, 'setDesiredCount 5', IN, 'setDesiredCount 4'],
    learnt: FAILED,
  },
  {
    case: 'it waits for the turn of its group',
    sickness: LEAK,
    make: shopInABusyGroup,
    outcome: 'healed',
    writes: REPLACED,
    learnt: HELPED,
  },
  {
    case: 'a person has switched it off',
    sickness: LEAK,
    make: shopSwitchedOff,
    outcome: 'held',
    told: ['ended'],
    writes: [],
    learnt: [],
  },
  {
    case: 'a person switches it off between the decision and the first move',
    sickness: LEAK,
    make: () => aShop(),
    meanwhile: (shop, path) => {
      if (path.at(-1) === 'announce') shop.memory.parameters.set('/healer/services/user/mode', 'off');
    },
    outcome: 'held',
    writes: [],
    learnt: [],
  },
  {
    case: 'a person ends it once its toggle is switched',
    sickness: ERRORS,
    make: shopWithToggle,
    meanwhile: (shop, path) => {
      if (path.at(-1) === 'act.flipToggle.apply') write(shop);
    },
    outcome: 'escalated',
    writes: ['write off', 'write on'],
    learnt: [],
  },
];

const CHANGES: ReadonlySet<string> = new Set([
  'setDesiredCount',
  'setTaskDefinition',
  'setRolloutLimits',
  'stopTask',
  'deregisterTarget',
  'registerTarget',
]);

/**
 * What the healer really changed, in order. ECS takes every change by value, so the same one directly again counts as
 * one; a toggle is read before it is written, so there a second write would be a mistake and is told.
 */
export function writesOf({ memory }: Shop): readonly string[] {
  return memory.calls
    .filter(({ done }) => done)
    .flatMap(({ port, method, input }) => {
      if (port === 'toggles' && method === 'write') return [`write ${String(input[1])}`];
      if (port !== 'services' || !CHANGES.has(method)) return [];
      if (method.endsWith('Target')) return [`${method} ${(input[1] as TargetAddress).id}`];
      if (method === 'setRolloutLimits') return [`${method}${limitsOf(input[1])}`];
      return [`${method} ${String(input[1])}${method === 'setTaskDefinition' ? limitsOf(input[2]) : ''}`];
    })
    .filter((write, index, all) => write !== all[index - 1] || write.startsWith('write '));
}

function limitsOf(limits: unknown): string {
  return limits === undefined ? '' : ` at most ${(limits as RolloutLimits).maximumPercent} %`;
}
