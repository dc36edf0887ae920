/** What is too large for an item is refused before DynamoDB refuses it, and what is damaged is not taken for a value. */
import { describe, expect, it } from 'vitest';
import { ReadFailed, WriteFailed } from '../../core/ports/errors.ts';
import { shape, text } from '../../core/shape.ts';
import { storedType } from '../../core/stored/stored-type.ts';
import { anyJson, fromJson, numberOf, textOf, toJson } from '../../lambdas/adapters/dynamo-item.ts';

const THING = storedType(shape({ some: text }));

/** DynamoDB takes 400 KB an item, names and key included. */
const ITEM_BYTES_MAX = 400 * 1024;

describe('an item', () => {
  it.each([
    { case: 'as many characters', text: 'a'.repeat(ITEM_BYTES_MAX) },
    { case: 'fewer characters of three bytes each', text: '日'.repeat(ITEM_BYTES_MAX / 2) },
  ])('of $case than DynamoDB takes bytes is refused', ({ text }) => {
    expect(() => anyJson('The event', text)).toThrow(WriteFailed);
  });

  it('that fits is written as it is', () => {
    expect(fromJson({ data: toJson('The thing', { some: 'thing' }, THING) }, 'data', THING)).toEqual({ some: 'thing' });
  });

  it.each([{ value: Number.NaN }, { value: 'three' }, { value: Number.POSITIVE_INFINITY }])(
    'with $value for a number is damaged',
    ({ value }) => {
      expect(() => numberOf({ revision: value }, 'revision')).toThrow(ReadFailed);
    },
  );

  it('with a number for a text, or with half a JSON, is damaged', () => {
    expect(() => textOf({ holder: 3 }, 'holder')).toThrow(ReadFailed);
    expect(() => fromJson({ data: '{"a":' }, 'data', THING)).toThrow(ReadFailed);
  });
});

it.each([
  { case: 'a value that JSON cannot hold', value: { some: Number.NaN } },
  { case: 'a value of another type', value: { some: 5 } },
])('$case is not written, so that the last good state stays readable', ({ value }) => {
  expect(() => toJson('The thing', value as never, THING)).toThrow('The thing could not be read again, some: expected');
});
