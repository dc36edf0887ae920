/** The dashboard's widget: what it reads, what it answers, and that it can change nothing. */
import { describe, expect, it } from 'vitest';
import { Damaged, ReadFailed } from '../../../core/ports/errors.ts';
import { widget, type WidgetWorld } from '../../../lambdas/stages/widget.ts';
import { aService } from '../../support/catalog.ts';
import { LEAK } from '../../support/sicknesses.ts';
import { aShop, type Shop } from '../../support/shop.ts';

function shopOf(): Shop {
  const shop = aShop({ others: [aService({ name: 'order', ecsService: 'order' })] });
  shop.breakWith(LEAK);
  return shop;
}

function shown(shop: Shop, ledger: WidgetWorld['ledger'] = shop.memory.ports.ledger) {
  return widget({ ...shop.memory.ports, ledger, catalog: shop.catalog });
}

const words = (page: string): string =>
  page.replaceAll(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the widget', () => {
  it('shows an incident while it is open, with what was decided', async () => {
    const shop = shopOf();
    const running = await shop.machine.start(shop.alarm(LEAK));
    while (!running.path.includes('act.replaceTasks.apply')) await running.step();
    const page = words(await shown(shop)({}));
    expect(page).toContain('Healthy 1 order');
    expect(page).toContain('Recovering 1 user');
    expect(page).toMatch(/Open incidents Service .* memory-leak Recovering .* replace 1 of 4 tasks/);
    expect(page).toContain('attempt 1: replaceTasks');
  });

  it('shows it with its outcome once it has ended', async () => {
    const shop = shopOf();
    await shop.machine.run(shop.alarm(LEAK));
    const page = words(await shown(shop)({}));
    expect(page).toContain('Open incidents None.');
    expect(page).toMatch(/Ended last Service .* memory-leak healed .* replaceTasks replaceTasks helped/);
  });

  it('reads records and incidents of the table, and nothing else; it writes nothing', async () => {
    const shop = shopOf();
    await shop.machine.run(shop.alarm(LEAK));
    const before = shop.memory.calls.length;
    await shown(shop)({});
    const calls = shop.memory.calls.slice(before).map(({ port, method }) => `${port}.${method}`);
    expect(calls.toSorted()).toEqual(['ledger.load', 'ledger.service', 'ledger.service']);
  });

  it('says what could not be read, and shows the rest', async () => {
    const shop = shopOf();
    shop.memory.fail('ledger', 'service', 'before', new ReadFailed('SVC#user STATE could not be read: timeout'));
    const page = words(await shown(shop)({}));
    expect(page).toContain('1 of 2 services could not be read');
    expect(page).toContain('Healthy 1 order');
  });

  it('says which incident could not be read', async () => {
    const shop = shopOf();
    await shop.machine.run(shop.alarm(LEAK));
    shop.memory.fail('ledger', 'load', 'before', new ReadFailed('damaged'));
    expect(words(await shown(shop)({}))).toMatch(/-user-\w+ could not be read: damaged/);
  });

  it('says what a defect hides, and shows the rest', async () => {
    const shop = shopOf();
    shop.memory.fail('ledger', 'service', 'before', new TypeError('not a function'));
    const page = words(await shown(shop)({}));
    expect(page).toContain('1 record is damaged and not shown: user (user: TypeError: not a function)');
    expect(page).toContain('Healthy 1 order');
  });

  it('shows all other services when a record is damaged', async () => {
    const shop = shopOf();
    shop.memory.fail('ledger', 'service', 'before', new Damaged('Attribute data is damaged: history: expected array'));
    const page = words(await shown(shop)({}));
    expect(page).toContain(
      '1 record is damaged and not shown: user (user: Attribute data is damaged: history: expected array)',
    );
    expect(page).toContain('Healthy 1 order');
  });

  it('shows the services when an incident is damaged', async () => {
    const shop = shopOf();
    await shop.machine.run(shop.alarm(LEAK));
    shop.memory.fail('ledger', 'load', 'before', new Damaged('attempts: expected array'));
    const page = words(await shown(shop)({}));
    expect(page).toMatch(/1 record is damaged and not shown: \S+-user-\w+ .*attempts: expected array/);
    expect(page).toMatch(/-user-\w+ is damaged: /);
    expect(page).toContain('Healthy 2 user, order');
  });

  it('describes itself in Markdown when asked, and reads nothing for it', async () => {
    const shop = shopOf();
    const before = shop.memory.calls.length;
    const documentation = await shown(shop)({ describe: true });
    expect(documentation).toMatch(/^## /);
    expect(documentation).toContain('``` yaml');
    expect(documentation).not.toContain('<');
    expect(shop.memory.calls).toHaveLength(before);
  });

  it.each([null, false, undefined, 0])('shows the activity when it is asked with describe: %s', async (describe) => {
    expect(await shown(shopOf())({ describe })).toContain('<h3>Fleet</h3>');
  });
});
