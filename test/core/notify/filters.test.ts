/**
 * The filters people copy from the documentation, evaluated as SNS does: they must let through what they are there for,
 * of the messages that the healer really writes, and stop the rest.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTE_NAMES, type AttributeName } from '../../../core/incident/message.ts';
import { attributeValues } from '../../../core/notify/attributes.ts';
import { aShop, type Sickness } from '../../support/shop.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { ENDLESS_LEAK, ERRORS, LEAK } from '../../support/sicknesses.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../docs/notifications.md'), 'utf8');
const VALUES = attributeValues(
  ['user'],
  shippedRunbooks().map(({ runbook }) => runbook.failureType),
);

type Filter = Readonly<Partial<Record<AttributeName, readonly string[]>>>;

const FILTERS = [...DOCUMENT.matchAll(/^```json filter\n([\s\S]*?)^```$/gm)].map(
  ([, text = '']) => JSON.parse(text) as Filter,
);

/** A policy of exact strings: every attribute it names has one of the values. */
function passes(filter: Filter, attributes: Readonly<Record<string, string>>): boolean {
  return Object.entries(filter).every(([name, values]) => values.includes(attributes[name] ?? ''));
}

async function messagesOf(sickness: Sickness, mode = 'auto') {
  const shop = aShop();
  shop.memory.parameters.set('/healer/mode', mode);
  shop.breakWith(sickness);
  const { messages } = await shop.machine.run(shop.alarm(sickness));
  return messages.map(({ attributes }) => attributes);
}

describe('every message', () => {
  it.each([
    { case: 'healed', sickness: LEAK, mode: 'auto', messages: 2 },
    { case: 'escalated', sickness: ENDLESS_LEAK, mode: 'auto', messages: 2 },
    { case: 'held', sickness: LEAK, mode: 'off', messages: 1 },
  ])('has each attribute, with a value that is listed: $case', async ({ sickness, mode, messages }) => {
    const all = await messagesOf(sickness, mode);
    expect(all).toHaveLength(messages);
    for (const attributes of all) {
      expect(Object.keys(attributes).toSorted()).toEqual([...ATTRIBUTE_NAMES].toSorted());
      for (const name of ATTRIBUTE_NAMES) expect(VALUES[name]).toContain(attributes[name]);
    }
  });
});

describe('the documentation', () => {
  it('has a row for every attribute, with every value that is the same everywhere', () => {
    for (const name of ATTRIBUTE_NAMES) {
      const row = new RegExp(`^\\| \`${name}\` +\\| (.*?) *\\|$`, 'm').exec(DOCUMENT)?.[1] ?? '';
      expect(row, name).not.toBe('');
      if (name === 'service' || name === 'failureType') continue;
      expect([...row.matchAll(/`([^`]+)`/g)].map(([, value]) => value)).toEqual(VALUES[name]);
    }
  });

  it('has two filters, of attributes and values that exist', () => {
    expect(FILTERS).toHaveLength(2);
    for (const filter of FILTERS) {
      for (const [name, values] of Object.entries(filter)) {
        for (const value of values) expect(VALUES[name as AttributeName]).toContain(value);
      }
    }
  });

  it.each([
    { case: 'a heal', sickness: LEAK, mode: 'auto', passed: [] },
    { case: 'what could not be healed', sickness: ENDLESS_LEAK, mode: 'auto', passed: ['ended'] },
    { case: 'what the override forbids', sickness: LEAK, mode: 'off', passed: ['ended'] },
  ])('has a filter that wakes a person only when the healer cannot help: $case', async ({ sickness, mode, passed }) => {
    const all = await messagesOf(sickness, mode);
    expect(all.filter((attributes) => passes(FILTERS[0] ?? {}, attributes)).map(({ stage }) => stage)).toEqual(passed);
  });

  it.each([
    { case: 'errors', sickness: ERRORS, passed: ['started', 'ended'] },
    { case: 'a leak', sickness: LEAK, passed: [] },
  ])('has a filter by what fails and how bad it is: $case', async ({ sickness, passed }) => {
    const all = await messagesOf(sickness);
    expect(all.filter((attributes) => passes(FILTERS[1] ?? {}, attributes)).map(({ stage }) => stage)).toEqual(passed);
  });
});
