/** Heals that left something: a switched toggle, added tasks, a rollback; how it is undone, and by whom changed. */
import { aToggle } from './catalog.ts';
import { BUSY, comes } from './crowd.ts';
import type { Stepper } from './machine.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type Shop, type Sickness } from './shop.ts';
import { BAD_RELEASE, LASTING_ERRORS, deployBad } from './sicknesses.ts';
import { healed } from './undoing.ts';

export const PARAMETER = '/shop/recommendations';
const COMPATIBLE = { 'healer:schema': 'compatible' };

export interface Left {
  readonly case: string;
  readonly sickness: Sickness;
  readonly make: () => Shop;
  /** What it is undone by. */
  readonly write: string;
  /** Whether it is as it was before the failure. */
  readonly isBack: (shop: Shop) => boolean;
  /** Another actor changes it. */
  readonly change: (shop: Shop) => void;
}

const runs = (shop: Shop) => shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn;

export const LEFT: readonly Left[] = [
  {
    case: 'a toggle that is switched',
    sickness: LASTING_ERRORS,
    make: () => aShop({ service: { toggles: [aToggle('recommendations')] } }),
    write: 'write on',
    isBack: (shop) => shop.memory.parameters.get(PARAMETER) === 'on',
    change: (shop) => shop.memory.parameters.set(PARAMETER, 'maybe'),
  },
  {
    case: 'tasks that were added, whatever the load',
    sickness: BUSY,
    make: () => {
      const shop = aShop();
      comes(shop, { times: 2, hours: 100 });
      return shop;
    },
    write: 'setDesiredCount 4',
    isBack: (shop) => shop.memory.ecs.service(shop.user).desired === 4,
    change: (shop) => void (shop.memory.ecs.service(shop.user).desired = 9),
  },
  {
    case: 'a rollback',
    sickness: BAD_RELEASE,
    make: () => {
      const shop = aShop({ taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, COMPATIBLE)] });
      deployBad(shop);
      return shop;
    },
    write: `setTaskDefinition ${BAD} at most 200 %`,
    isBack: (shop) => runs(shop) === BAD,
    change: (shop) => shop.memory.ecs.deploy(shop.user, `${BAD}1`),
  },
];

export async function healedShop({
  make,
  sickness,
}: Left): Promise<{ readonly shop: Shop; readonly running: Stepper }> {
  const shop = make();
  shop.breakWith(sickness);
  return { shop, running: await healed(shop, sickness) };
}
