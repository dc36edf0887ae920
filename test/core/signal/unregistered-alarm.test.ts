/** Alarms that the catalog does not know, or not yet, or no more: deployments are not one moment. */
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/signal/decode.ts';
import { aCatalog, aService } from '../../support/catalog.ts';
import { alarmEvent } from '../../support/events.ts';

const NOW = Date.UTC(2026, 0, 15, 3);
const catalog = aCatalog([aService()]);

/** The event of an alarm that is now in this state. */
function eventOf(state: string): unknown {
  const red = JSON.stringify(alarmEvent('healer-stock-high-cpu-cpu', { at: NOW }));
  return JSON.parse(red.replace('"value":"ALARM"', `"value":"${state}"`));
}

describe('an alarm that is not registered', () => {
  it.each([
    { case: 'well, as when its service was just added', state: 'OK' },
    { case: 'without data, as when its service was just removed', state: 'INSUFFICIENT_DATA' },
  ])('is ignored while it is $case', ({ state }) => {
    expect(decode(eventOf(state), catalog, NOW)).toMatchObject({ kind: 'ignored', reason: 'not-watched' });
  });

  it('is refused while it is red, because no other healer would hear of it', () => {
    const decoded = decode(eventOf('ALARM'), catalog, NOW);
    expect(decoded).toMatchObject({ kind: 'rejected' });
  });

  it('is refused in a state that there is not', () => {
    expect(decode(eventOf('FINE'), catalog, NOW)).toMatchObject({ kind: 'rejected' });
  });
});
