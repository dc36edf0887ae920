/** Who may ask a change calendar for its state: Decide alone, about those of the configuration, and only where there are some. */
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { shopTemplate } from './support/shop.ts';
import { newHealer, newService, newStack } from './support/user-app.ts';
import { statementsOf, templateOf } from './support/templates.ts';

/** `rollBack` is the construct `RollBack`. */
const NAMES = FUNCTION_NAMES.map((name) => name.charAt(0).toUpperCase() + name.slice(1));

describe('services with change calendars', () => {
  const shared = 'arn:aws:ssm:eu-central-1:210987654321:document/holidays';
  const services = [
    { name: 'checkout', cluster: 'shop', changeCalendars: ['freeze', shared] },
    { name: 'catalog', cluster: 'shop', changeCalendars: ['freeze'] },
    { name: 'worker', cluster: 'back' },
  ];
  const readers = (of: ReturnType<typeof templateOf>) =>
    NAMES.flatMap((name) => statementsOf(of, `Healer${name}Role`).map((one) => ({ name, ...one }))).filter(
      ({ Effect, Action }) => Effect === 'Allow' && Action.includes('ssm:GetCalendarState'),
    );

  it('let Decide ask for the state of exactly these, and no others', () => {
    const found = readers(shopTemplate({ services }));
    expect(found.map(({ name, Action }) => [name, Action])).toEqual([['Decide', ['ssm:GetCalendarState']]]);
    expect(found[0]?.Resource.toSorted()).toEqual([shared, 'arn:aws:ssm:region:account:document/freeze'].toSorted());
  });

  it('may be said of a service of an app, by its construct', () => {
    const stack = newStack();
    newHealer(stack).heals(newService(stack, 'Web'), { name: 'web', changeCalendars: ['freeze'] });
    expect(readers(templateOf(stack)).map(({ name, Resource }) => [name, Resource.length])).toEqual([['Decide', 1]]);
  });

  it('are the only reason to ask', () => {
    expect(readers(shopTemplate())).toEqual([]);
  });
});
