/** A command to undo, through the state machine as it is synthesized. */
import { describe, expect, it } from 'vitest';
import { undoParameterName } from '../../core/vocabulary.ts';
import { aToggle } from '../support/catalog.ts';
import { play } from '../support/played-workflow.ts';
import { aShop } from '../support/shop.ts';
import { LASTING_ERRORS } from '../support/sicknesses.ts';
import { healed, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';

describe('a command to undo', () => {
  it('leads through the same states as an undo by itself, and tells people at the end', async () => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(LASTING_ERRORS);
    const waiting = await healed(shop, LASTING_ERRORS);
    write(shop);
    const event = parameterEvent(undoParameterName(incidentOf(shop)), shop.now());
    const { states, status, published, incident } = await play(shop, event);
    expect(states).toEqual([
      'Intake',
      'IncidentOpened',
      'Route',
      'UndoFlipToggle',
      'Route',
      'NotifyEnd',
      'MarkNotified',
      'Route',
      'Closed',
    ]);
    expect(status).toBe('SUCCEEDED');
    expect(published).toHaveLength(1);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('on');
    expect(incident?.undoAsked?.over).toBe(true);
    await playUntil(shop, waiting, () => false);
    expect((await waiting.execution()).path.slice(-3)).toEqual(['wait', 'act.flipToggle.undo', 'stop']);
  });

  it('costs no more than its answer where there is nothing to do', async () => {
    const shop = aShop();
    const name = undoParameterName('20260115T030000-user-0d14d22e');
    shop.memory.parameters.set(name, 'now');
    const { states, status } = await play(shop, parameterEvent(name, shop.now()));
    expect(states).toEqual(['Intake', 'IncidentOpened', 'NothingToDo']);
    expect(status).toBe('SUCCEEDED');
  });
});
