/** Events that are no signals, told from those that look like them. */
import { describe, expect, it } from 'vitest';
import { internalEvent } from '../../../core/signal/internal-event.ts';
import { START } from '../../support/shop.ts';
import { parameterEvent } from '../../support/undoing.ts';

const NAME = '/healer/undo/20260115T030000-user-0d14d22e';

describe('a parameter that changed', () => {
  it.each(['Create', 'Update'])('asks to undo an incident: %s', (operation) => {
    expect(internalEvent(parameterEvent(NAME, START, operation))).toEqual({
      kind: 'undo',
      incidentId: '20260115T030000-user-0d14d22e',
      at: START,
    });
  });

  it.each([
    { case: 'it was deleted', event: parameterEvent(NAME, START, 'Delete') },
    { case: 'it got a label', event: parameterEvent(NAME, START, 'LabelParameterVersion') },
    { case: 'it is another one', event: parameterEvent('/healer/mode', START) },
    { case: 'an application says so', event: { ...parameterEvent(NAME, START), source: 'shop.order' } },
    { case: 'the event has no time', event: { ...parameterEvent(NAME, START), time: 'soon' } },
  ])('asks for nothing where $case', ({ event }) => {
    expect(internalEvent(event)).toBeUndefined();
  });
});
