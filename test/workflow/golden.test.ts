/**
 * Records and executions of the version before: what it left in the table and in Step Functions, in the middle of a heal, is
 * taken up by today's Lambdas and brought to a good end. The files say which version wrote them, and stay as they are: who
 * changes a record makes it readable in both forms, and adds files of the new one beside these.
 */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalParameterName } from '../../core/vocabulary.ts';
import { widget } from '../../lambdas/stages/widget.ts';
import { recordingOf } from '../../sim/replay/recording.ts';
import { aToggle } from '../support/catalog.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { writesOf } from '../support/episodes.ts';
import { decisionsIn, definitionFrom, EXECUTION, goldenOf, goldenTables, type Golden } from '../support/golden.ts';
import { passTime } from '../support/machine.ts';
import { playDefinition, type Played } from '../support/played-workflow.ts';
import { aShop, aTaskDefinition, BAD, GOOD, type Shop, type Sickness } from '../support/shop.ts';
import { BAD_RELEASE, deployBad, ERRORS, FIRST_TASK, LEAK } from '../support/sicknesses.ts';

let tables: Awaited<ReturnType<typeof goldenTables>>;

beforeAll(async () => {
  tables = await goldenTables();
});

afterAll(async () => {
  await tables.close();
});

function sickWith(shop: Shop, sickness: Sickness): Shop {
  shop.breakWith(sickness);
  return shop;
}

function badlyReleased(): Shop {
  const compatible = { 'healer:schema': 'compatible' };
  const shop = aShop({ taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, compatible)] });
  deployBad(shop);
  return shop;
}

function crowded(): Shop {
  const shop = aShop();
  comes(shop, { times: 2, hours: 2 });
  return shop;
}

/** The worlds that the earlier version's tests had, as they were when the alarm came. */
const WORLDS: Readonly<Record<string, () => Shop>> = {
  leak: () => sickWith(aShop(), LEAK),
  errors: () => sickWith(aShop({ service: { toggles: [aToggle('recommendations')] } }), ERRORS),
  release: () => sickWith(badlyReleased(), BAD_RELEASE),
  crowd: () => sickWith(crowded(), BUSY),
  question: () => sickWith(aShop({ service: { approval: ['replaceTasks'] } }), LEAK),
};

interface Row {
  readonly name: string;
  /** What a person does meanwhile. */
  readonly person?: (shop: Shop, incidentId: string) => void;
  /** Whether the earlier version told the end already. */
  readonly told?: true;
  /** What is to be seen in the world at the end. */
  readonly well: (shop: Shop) => boolean;
}

const leakless = (shop: Shop): boolean => !shop.tasks().includes(FIRST_TASK) && shop.tasks().length === 4;
const wentBack = (shop: Shop): boolean =>
  shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn === GOOD &&
  shop.memory.ecs.service(shop.user).rollout.maximumPercent === 200;

const ROWS: readonly Row[] = [
  ...['opened', 'decided', 'draining', 'stopping', 'verifying', 'untold'].map((moment) => ({
    name: `leak-${moment}`,
    well: leakless,
  })),
  {
    name: 'question-asked',
    person: (shop, id) => shop.memory.parameters.set(approvalParameterName(id, 'replaceTasks'), 'approve'),
    well: leakless,
  },
  { name: 'release-going-back', well: wentBack },
  { name: 'release-verifying', well: wentBack },
  {
    name: 'errors-flipped',
    told: true,
    well: (shop) => shop.memory.parameters.get('/shop/recommendations') === 'on',
  },
  { name: 'crowd-tasks-added', told: true, well: (shop) => shop.memory.ecs.service(shop.user).desired === 4 },
];

interface Resumed {
  readonly shop: Shop;
  readonly played: Played;
}

async function resumed({ name, person }: Row, golden = goldenOf(name)): Promise<Resumed> {
  if (golden.state === undefined) throw new Error(`${name} was over`);
  const shop = await tables.shopWith(worldOf(name), golden);
  person?.(shop, golden.state.incidentId);
  const played = await playDefinition(shop, { definition: definitionFrom(golden.state), input: {}, name: EXECUTION });
  return { shop, played };
}

function worldOf(name: string): Shop {
  const make = WORLDS[name.split('-')[0] ?? ''];
  if (make === undefined) throw new Error(`there is no world for ${name}`);
  return make();
}

const stageOf = (published: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(published['MessageAttributes']);

describe('an incident that the version before left in the middle', () => {
  it.each(ROWS)('is brought to a good end, told once, and frees the service: $name', async (row) => {
    const { shop, played } = await resumed(row);
    expect(played.incident?.outcome, JSON.stringify(played.incident?.timeline)).toBe('healed');
    expect(played.status).toBe('SUCCEEDED');
    expect(played.incident?.attempts.map(({ status }) => status)).toEqual(['succeeded']);
    const ends = played.published.map(stageOf).filter((attributes) => attributes.includes('"ended"'));
    expect(ends).toHaveLength(row.told === true ? 0 : 1);
    expect(row.well(shop)).toBe(true);
    expect(await shop.memory.ports.ledger.service('user')).toMatchObject({ health: 'Healthy' });
    expect(await shop.memory.ports.ledger.service('user')).not.toHaveProperty('openIncidentId');
  });

  it('is one of each kind that there is a file of', () => {
    const files = readdirSync(resolve(import.meta.dirname, 'golden'))
      .map((file) => file.replace(/\.json$/, ''))
      .filter((file) => file !== 'definition' && goldenOf(file).state !== undefined);
    expect(ROWS.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });
});

describe('an incident that a later version left in the middle', () => {
  // Where only its last message is to be sent, the execution has that, and reads nothing.
  it.each(ROWS.filter(({ name }) => name !== 'leak-untold'))(
    'is left as it is, and its execution fails for people to see: $name',
    async ({ name, well: _, ...row }) => {
      const golden = goldenOf(name);
      const later = (item: Golden['items'][number]) =>
        item['sk']?.S === 'INCIDENT' ? { ...item, version: { N: '3' } } : item;
      const world = await tables.shopWith(worldOf(name), golden);
      const before = writesOf(world).length;
      const { shop, played } = await resumed(
        { name, ...row, well: () => true },
        { ...golden, items: golden.items.map(later) },
      );
      expect(played.status).toBe('FAILED');
      expect(played.published).toEqual([]);
      expect(writesOf(shop)).toHaveLength(before);
    },
  );
});

describe('what the version before learnt and recorded', () => {
  /** After a heal that ended, a day later. */
  async function dayLater(): Promise<Shop> {
    const shop = await tables.shopWith(worldOf('leak-ended'), goldenOf('leak-ended'));
    passTime(shop, shop.now() + 24 * 3_600_000);
    return shop;
  }

  it('counts in the next decision, and the next heal goes its way', async () => {
    const shop = await dayLater();
    const experience = await shop.memory.ports.memory.read('memory-leak', 'user', shop.now());
    expect(experience).toMatchObject([{ remedy: 'replaceTasks', countHere: { successes: 1, attempts: 1 } }]);
    const again = shop.tasks()[0] ?? '';
    const leakAgain = { ...LEAK, sick: (one: Shop) => one.tasks().includes(again), sickTasks: () => [again] };
    shop.breakWith(leakAgain);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome, JSON.stringify(incident?.timeline)).toBe('healed');
    expect(await shop.memory.ports.memory.read('memory-leak', 'user', shop.now())).toMatchObject([
      { countHere: { successes: 2, attempts: 2 } },
    ]);
  });

  it('is shown by the widget, without a word of damage', async () => {
    const shop = await dayLater();
    const { ledger, clock } = shop.memory.ports;
    const page = await widget({ ledger, clock, catalog: shop.catalog })({});
    expect(page).toContain('healed');
    expect(page).not.toMatch(/damaged|cannot be (read|shown)/);
  });

  it('is replayed from its decisions', () => {
    const lines = ROWS.flatMap(({ name }) => decisionsIn(goldenOf(name)));
    expect(lines.length).toBeGreaterThan(5);
    expect(recordingOf('golden.jsonl', lines.join('\n'))).toMatchObject({ kind: 'ok', leftOut: [] });
  });
});
