/**
 * A deployment in the middle of an incident: from one stage to the next the Lambdas have another catalog. Whatever it says
 * of the service that is being healed, the incident comes to one named end, tells people, and frees the service.
 */
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { OUTCOMES } from '../../core/vocabulary.ts';
import { aService } from '../support/catalog.ts';
import { machine, passTime, type Execution } from '../support/machine.ts';
import { aShop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

interface Deployment {
  readonly case: string;
  /** The catalog after the deployment. */
  readonly deploy: (catalog: Catalog) => Catalog;
}

const CHANGED_RUNBOOK: Deployment = {
  case: 'a changed runbook',
  deploy: (catalog) => withRunbook(catalog, { goodPeriods: 2, warmUpPeriods: 2 }),
};
const ONE_MORE: Deployment = {
  case: 'one more service',
  deploy: (catalog) => ({ ...catalog, services: { ...catalog.services, stock: aService({ name: 'stock' }) } }),
};
const NO_SERVICE: Deployment = {
  case: 'the service taken out',
  deploy: (catalog) => ({ ...catalog, services: {}, alarms: {} }),
};
const NO_FAILURE_TYPE: Deployment = {
  case: 'its failure type taken out',
  deploy: (catalog) => ({ ...withoutRunbook(catalog), alarms: {} }),
};

function withRunbook(catalog: Catalog, verification: { readonly goodPeriods: number; readonly warmUpPeriods: number }) {
  const runbook = catalog.runbooks[LEAK.failureType];
  if (runbook === undefined) throw new Error('the shipped runbooks heal no leak');
  const changed = { ...runbook, verification: { ...runbook.verification, ...verification } };
  return { ...catalog, runbooks: { ...catalog.runbooks, [LEAK.failureType]: changed } };
}

function withoutRunbook(catalog: Catalog): Catalog {
  const without = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([failureType]) => failureType !== LEAK.failureType));
  const services = Object.entries(catalog.services).map(([name, service]) => [
    name,
    { ...service, runbooks: without(service.runbooks) },
  ]);
  return { ...catalog, services: Object.fromEntries(services), runbooks: without(catalog.runbooks) };
}

/** A catalog that is what `current` says at each look, as Lambdas of two deployments are from one call to the next. */
function live(current: () => Catalog): Catalog {
  return {
    get version() {
      return current().version;
    },
    get healer() {
      return current().healer;
    },
    get services() {
      return current().services;
    },
    get alarms() {
      return current().alarms;
    },
    get runbooks() {
      return current().runbooks;
    },
  };
}

interface Upgraded {
  readonly execution: Execution;
  /** With the catalog of before again, and the alarm red: what a new signal does. */
  readonly signalAgain: () => Promise<Execution['intake']>;
}

/** Plays a leak; the deployment is there after this many commands. */
async function upgraded({ deploy }: Deployment, commands: number): Promise<Upgraded> {
  const shop = aShop();
  let catalog = shop.catalog;
  const options = { ...shop, catalog: live(() => catalog) };
  shop.breakWith(LEAK);
  const played = machine(options);
  const running = await played.start(shop.alarm(LEAK));
  if (commands === 0) catalog = { ...deploy(catalog), version: 'next' };
  while (await running.step()) {
    if (running.path.length === commands) catalog = { ...deploy(catalog), version: 'next' };
    if (running.waitsUntil !== undefined) passTime(options, running.waitsUntil);
  }
  return {
    execution: await running.execution(),
    signalAgain: async () => {
      catalog = shop.catalog;
      // Another minute, another event: the same one would be known already.
      passTime(options, shop.now() + 60_000);
      shop.breakWith({ ...LEAK, sick: () => true });
      const again = await played.start(shop.alarm(LEAK));
      return (await again.execution()).intake;
    },
  };
}

const { execution: undisturbed } = await upgraded({ case: 'none', deploy: (catalog) => catalog }, -1);
const MOMENTS = undisturbed.path.map((command, index) => ({ after: index, before: command }));

describe('an incident without a deployment', () => {
  it('is healed in many steps', () => {
    expect(undisturbed.incident?.outcome).toBe('healed');
    expect(MOMENTS.length).toBeGreaterThan(10);
  });
});

describe.each([CHANGED_RUNBOOK, ONE_MORE])('a deployment of $case in the middle of an incident', (deployment) => {
  it.each(MOMENTS)('before command $after, $before, lets it go on and be healed', async ({ after }) => {
    const { execution } = await upgraded(deployment, after);
    expect(execution.incident?.outcome).toBe('healed');
    expect(execution.result).toBe('succeeded');
    expect(ended(execution)).toBe(1);
  });
});

describe.each([NO_SERVICE, NO_FAILURE_TYPE])('a deployment with $case in the middle of an incident', (deployment) => {
  it.each(MOMENTS)(
    'before command $after, $before, ends it by one name, says so and frees the service',
    async ({ after }) => {
      const { execution, signalAgain } = await upgraded(deployment, after);
      expect(OUTCOMES).toContain(execution.incident?.outcome);
      expect(execution.result).not.toBe('running');
      expect(ended(execution)).toBe(1);
      expect((await signalAgain()).kind).toBe('opened');
    },
  );
});

/** Messages that tell the end. */
function ended({ messages }: Execution): number {
  return messages.filter(({ attributes }) => attributes.stage === 'ended').length;
}
