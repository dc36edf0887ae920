/** A parameter that holds neither value of its toggle is never overwritten, whatever a flip of it might help. */
import { describe, expect, it } from 'vitest';
import { flipToggle } from '../../core/remedies/flip-toggle/flip-toggle.ts';
import type { Journal } from '../../core/incident/journal.ts';
import { aToggle } from '../support/catalog.ts';
import { recordedCase } from '../support/described-service.ts';
import { aShop } from '../support/shop.ts';
import { LASTING_ERRORS } from '../support/sicknesses.ts';

const PARAMETER = '/shop/recommendations';
const { Parameter: recorded } = recordedCase('toggle-value-json') as { readonly Parameter: { readonly Value: string } };

const VALUES = [
  { case: 'a JSON document', value: recorded.Value, told: `holds "{'recommendations':{'enabled':true}` },
  { case: 'another spelling', value: 'ON', told: 'holds "ON"; only "on" and "off" are allowed' },
  { case: 'a trailing line break', value: 'on\n', told: 'holds "on" with white space around it' },
  { case: 'the value to flip to with a space', value: ' off', told: 'holds "off" with white space around it' },
  { case: 'nothing', value: '', told: 'holds ""' },
  { case: 'a command line', value: 'x\naws ecs delete-service', told: 'holds "x aws ecs delete-service"' },
];

describe('A toggle whose parameter holds', () => {
  it.each(VALUES)('$case is not flipped: a person reads what it holds, on one line', async ({ value, told }) => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.memory.parameters.set(PARAMETER, value);
    shop.breakWith(LASTING_ERRORS);
    const { incident } = await shop.machine.run(shop.alarm(LASTING_ERRORS));
    const flip = incident?.decisions[0]?.candidates.find(({ remedy }) => remedy === 'flipToggle');
    expect(flip?.holds).toContainEqual({ reason: 'toggle-value-unknown', detail: expect.stringContaining(told) });
    expect(flip?.holds.map(({ detail }) => detail).join('')).not.toContain('\n');
    expect(shop.memory.parameters.get(PARAMETER)).toBe(value);
    expect(shop.memory.calls.filter(({ port, method }) => port === 'toggles' && method === 'write')).toEqual([]);
  });

  it.each(VALUES.filter(({ value }) => value !== ''))('$case when it is to be restored is left alone', ({ value }) => {
    const move = { kind: 'writeToggle', parameter: PARAMETER, value: 'off' } as const;
    const plan = {
      kind: 'flipToggle',
      toggle: 'recommendations',
      parameter: PARAMETER,
      previous: 'on',
      value: 'off',
      expiresAt: 0,
    } as const;
    const journal: Journal = { plan, moves: [{ at: 0, move, text: 'off' }] };
    const next = flipToggle.undo(journal, { now: 60_000, toggle: { kind: 'value', value } });
    expect(next).toMatchObject({ kind: 'refused', holds: [{ reason: 'toggle-changed-by-others' }] });
    expect(JSON.stringify(next).length).toBeLessThan(250);
  });
});
