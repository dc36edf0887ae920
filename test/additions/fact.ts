/** A fact added to a copy of the project: the verified heals of the service, as its record has them. */
import type { Addition } from './addition.ts';

const TEST = `import { expect, it } from 'vitest';
import { FACT_NAMES } from '../../sim/replay/recorded-facts.ts';
import { aShop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

it('is read, kept with the decision, and asked for by the replay', async () => {
  const shop = aShop();
  shop.breakWith(LEAK);
  await shop.machine.run(shop.alarm(LEAK));
  const [kept] = shop.memory.store.ledger.decisions.keys();
  const line = shop.memory.store.ledger.decisions.get(kept ?? '') ?? '';
  expect(JSON.parse(line)).toMatchObject({ facts: { heals: { kind: 'known', value: [] } } });
  expect(FACT_NAMES).toContain('heals');
});
`;

export const FACT_ADDITION: Addition = {
  name: 'fact',
  what: 'the last heals of the service',
  filesMax: 5,
  edits: [
    { file: 'test/added/fact.test.ts', content: TEST },
    {
      file: 'core/facts/facts.ts',
      from: '  /** By toggle name. */\n',
      to: '  /** Verified heals of the service, newest last. */\n  heals: knownOf(list(Heal)),\n  /** By toggle name. */\n',
    },
    {
      file: 'core/facts/facts.ts',
      from: "import { knownOf } from '../world/known.ts';\n",
      to: "import { knownOf } from '../world/known.ts';\nimport { Heal } from '../incident/heal.ts';\n",
    },
    { file: 'core/decide/not-read.ts', from: '    organic: none,\n', to: '    organic: none,\n    heals: none,\n' },
    { file: 'lambdas/stages/decide.ts', from: '    organic,\n  };', to: '    organic,\n    heals,\n  };' },
    {
      file: 'lambdas/stages/decide.ts',
      from: 'experience, organic, dependencies] = await',
      to: 'experience, organic, dependencies, heals] = await',
    },
    {
      file: 'lambdas/stages/decide.ts',
      from: '    readDependencies(world, loaded, { fleet, now }),\n',
      to: '    readDependencies(world, loaded, { fleet, now }),\n    asKnown(world.ledger.service(service.name).then((record) => record.heals)),\n',
    },
    {
      file: 'sim/replay/older-facts.ts',
      from: '  desiredCounts: NOT_RECORDED,\n',
      to: '  desiredCounts: NOT_RECORDED,\n  // Nothing decides by it yet.\n  heals: NOT_RECORDED,\n',
    },
  ],
  tests: [
    'test/added/fact.test.ts',
    'test/lambdas/stages',
    'test/sim',
    'test/workflow/golden.test.ts',
    'test/runbooks',
  ],
};
