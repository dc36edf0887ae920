import { expect, test } from 'vitest';
import { memoizeLast } from '../../../core/facts/memoize-last.ts';

function counted() {
  const asked: string[] = [];
  const length = memoizeLast(({ name }: { readonly name: string }) => {
    asked.push(name);
    return name.length;
  });
  return { asked, length };
}

test('what was answered about some facts is not asked again about them', () => {
  const { asked, length } = counted();
  const facts = { name: 'orders' };
  expect([length(facts), length(facts)]).toEqual([6, 6]);
  expect(asked).toEqual(['orders']);
});

test('other facts are asked about, alike as they may be', () => {
  const { asked, length } = counted();
  expect([length({ name: 'orders' }), length({ name: 'orders' }), length({ name: 'user' })]).toEqual([6, 6, 4]);
  expect(asked).toEqual(['orders', 'orders', 'user']);
});

test('an answer of nothing is an answer', () => {
  let asked = 0;
  const nothing = memoizeLast((_facts: object): undefined => {
    asked++;
  });
  const facts = {};
  expect([nothing(facts), nothing(facts), asked]).toEqual([undefined, undefined, 1]);
});

test('a question that could not be answered is asked again', () => {
  let asked = 0;
  const fails = memoizeLast((_facts: object) => {
    if (++asked === 1) throw new Error('not now');
    return asked;
  });
  const facts = {};
  expect(() => fails(facts)).toThrow('not now');
  expect(fails(facts)).toBe(2);
});
