/** An incident is its present execution's alone: another one that asks is told to end, and changes nothing. */
import { describe, expect, it } from 'vitest';
import { flipToggle } from '../../../core/remedies/flip-toggle/flip-toggle.ts';
import { act } from '../../../lambdas/stages/act.ts';
import { close } from '../../../lambdas/stages/close.ts';
import { aToggle } from '../../support/catalog.ts';
import { writesOf } from '../../support/episodes.ts';
import { aShop, type Shop } from '../../support/shop.ts';
import { LASTING_ERRORS } from '../../support/sicknesses.ts';
import { ask, healed, incidentOf, playUntil } from '../../support/undoing.ts';

const STOP = { kind: 'stop', result: 'succeeded' };

async function healedShop(): Promise<Shop> {
  const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
  shop.breakWith(LASTING_ERRORS);
  await healed(shop, LASTING_ERRORS);
  return shop;
}

async function undo(shop: Shop, executionArn?: string) {
  const { id: incidentId, sequence } = await shop.memory.ports.ledger.load(incidentOf(shop));
  const stage = act(flipToggle)({ ...shop.memory.ports, catalog: shop.catalog });
  return await stage({ incidentId, sequence, operation: 'undo', ...(executionArn !== undefined && { executionArn }) });
}

describe('a stage', () => {
  it('works for the execution that has the incident', async () => {
    const shop = await healedShop();
    const { executionArn } = await shop.memory.ports.ledger.load(incidentOf(shop));
    await undo(shop, executionArn);
    expect(writesOf(shop)).toEqual(['write off', 'write on']);
  });

  it('tells another one to end, whatever step it is at', async () => {
    const shop = await healedShop();
    expect((await undo(shop, 'arn:execution:another')).command).toEqual(STOP);
    expect(writesOf(shop)).toEqual(['write off']);
  });

  it('works for one of an older definition, which does not say who it is', async () => {
    const shop = await healedShop();
    await undo(shop);
    expect(writesOf(shop)).toEqual(['write off', 'write on']);
  });

  it('tells that one to end once a person had everything undone: their message is not sent again', async () => {
    const shop = await healedShop();
    await ask(shop);
    expect((await undo(shop)).command).toEqual(STOP);
  });
});

describe('the stage that closes an incident, told too late that it did', () => {
  /** Closed, but the answer of that write was lost; then a person asked to undo it. */
  async function closedUnheard() {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(LASTING_ERRORS);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(shop, running, () => running.path.at(-1) === 'close');
    const { id: incidentId, executionArn } = await shop.memory.ports.ledger.load(incidentOf(shop));
    await ask(shop);
    const input = { incidentId, sequence: 0, executionArn };
    return { shop, again: () => close({ ...shop.memory.ports, catalog: shop.catalog })(input) };
  }

  it('tells how it ended, also where an undo has the incident by now, and only once', async () => {
    const { shop, again } = await closedUnheard();
    const { outcome } = await shop.memory.ports.ledger.load(incidentOf(shop));
    const { command } = await again();
    expect(command).toMatchObject({ kind: 'notify', message: { attributes: { outcome } }, next: STOP });
    await shop.memory.ports.ledger.markNotified(incidentOf(shop), shop.now());
    expect((await again()).command).toEqual(STOP);
  });
});
