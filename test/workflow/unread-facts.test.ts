/** What a runbook has no use for is not read, and recorded as unread: so a replay with another runbook does not invent it. */
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { recordingOf, type Recorded } from '../../sim/replay/recording.ts';
import { replayed } from '../../sim/replay/replay.ts';
import { aToggle } from '../support/catalog.ts';
import { machine } from '../support/machine.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type Shop } from '../support/shop.ts';
import { BAD_RELEASE, deployBad } from '../support/sicknesses.ts';

const { failureType } = BAD_RELEASE;

/** A bad release, met with a runbook that has neither of these remedies. */
async function decidedWithout(...left: readonly string[]): Promise<{ readonly shop: Shop; readonly kept: Recorded }> {
  const shop = aShop({
    taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })],
    service: { toggles: [aToggle('recommendations')] },
  });
  deployBad(shop);
  shop.breakWith(BAD_RELEASE);
  await machine({ ...shop, catalog: catalogWithout(shop.catalog, left) }).run(shop.alarm(BAD_RELEASE));
  const { decisions } = shop.memory.store.ledger;
  const recording = recordingOf(
    'kept',
    decisions
      .keys()
      .map((key) => decisions.get(key) ?? '')
      .join('\n'),
  );
  if (recording.kind === 'invalid') throw new Error(recording.problems.join('\n'));
  const [kept] = recording.decisions;
  if (kept === undefined) throw new Error('no decision was kept');
  return { shop, kept };
}

function catalogWithout(catalog: Catalog, left: readonly string[]): Catalog {
  const runbook = catalog.runbooks[failureType];
  if (runbook === undefined) throw new Error(`there is no runbook for ${failureType}`);
  const remedies = runbook.remedies.filter(({ remedy }) => !left.includes(remedy));
  return { ...catalog, runbooks: { ...catalog.runbooks, [failureType]: { ...runbook, remedies } } };
}

describe('what the runbook has no use for', () => {
  it('is not read, and not recorded as if there were none', async () => {
    const { shop, kept } = await decidedWithout('rollBack', 'flipToggle');
    expect(kept.facts.releases).toEqual({ kind: 'unknown', why: 'not read: the runbook has no rollBack' });
    expect(kept.facts.toggles).toEqual({
      recommendations: { kind: 'unreadable', why: 'not read: the runbook has no flipToggle' },
    });
    const asked = new Set(shop.memory.calls.map(({ port, method }) => `${port}.${method}`));
    expect(asked).toContain('services.describe');
    expect(asked).not.toContain('services.deployments');
    expect(asked).not.toContain('toggles.read');
    const text = JSON.stringify(kept.decision);
    expect(text).not.toMatch(/not read|unreadable/);
  });

  it.each([
    { case: 'a rollback', left: ['rollBack'], unread: 'deployments' },
    { case: 'a flip', left: ['flipToggle'], unread: 'toggles' },
  ])('is no ground to say what $case would have been', async ({ left, unread }) => {
    const { shop, kept } = await decidedWithout(...left);
    const runbook = shop.catalog.runbooks[failureType];
    expect(replayed([kept], runbook === undefined ? [] : [runbook])).toMatchObject([{ unread, differs: false }]);
    expect(replayed([kept], [])).toMatchObject([{ differs: false }]);
  });
});
