/**
 * The runbooks that come with the healer: each is valid, keeps the rules an operator would insist on, and is what the
 * editor's schema says it is.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runbookJsonSchema } from '../../../core/runbook/json-schema.ts';
import { parseRunbooks } from '../../../core/runbook/parse.ts';
import { runbookFiles, shippedRunbooks } from '../config/shop-config.ts';

const FAILURE_TYPES = [
  'bad-deployment',
  'connection-exhaustion',
  'crash-loop',
  'dependency-failure',
  'high-cpu',
  'high-error-rate',
  'high-latency',
  'memory-leak',
  'placement-failure',
  'unhealthy-targets',
];

describe('the shipped runbooks', () => {
  test('are all valid and cover the failures promised', () => {
    expect(shippedRunbooks().map(({ failureType }) => failureType)).toEqual(expect.arrayContaining(FAILURE_TYPES));
  });

  test('begin with the line that gives editors the schema', () => {
    const first = runbookFiles().map(({ text }) => text.split('\n')[0]);
    expect(new Set(first)).toEqual(new Set(['# yaml-language-server: $schema=./runbook.schema.json']));
  });

  test.each([
    'crash-loop',
    'dependency-failure',
    'connection-exhaustion',
    'bad-deployment',
    'unhealthy-targets',
    'placement-failure',
  ])('%s never replaces tasks, because new tasks would make it worse', (failureType) => {
    const remedies = shippedRunbooks().find((runbook) => runbook.failureType === failureType)?.remedies ?? [];
    expect(remedies.map(({ remedy }) => remedy)).not.toContain('replaceTasks');
  });

  test('say of every threshold and treatment of missing data why', () => {
    for (const { text } of runbookFiles()) {
      const lines = text.split('\n');
      const bare = lines.filter(
        (line, i) =>
          /^ {4}(missingData|above|breaching):|^ {6}(ahead|riseMin):/.test(line) && !/^ +#/.test(lines[i - 1] ?? ''),
      );
      expect(bare).toEqual([]);
    }
  });

  test.each(FAILURE_TYPES)(
    '%s has at least three examples, one of which names a mistake or asks a person',
    (failureType) => {
      const parsed = parseRunbooks(runbookFiles());
      const own = parsed.kind === 'ok' ? (parsed.examples[failureType] ?? []) : [];
      expect(own.length).toBeGreaterThanOrEqual(3);
      expect(own.some(({ expect: { choose, not } }) => choose === 'page' || not.length > 0)).toBe(true);
    },
  );
});

describe('the JSON Schema for editors', () => {
  const file = new URL('../../../runbooks/runbook.schema.json', import.meta.url);

  test('is up to date; if not, run npm run schema', () => {
    // Compared as data: how it is laid out is the formatter's matter.
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(runbookJsonSchema()));
  });

  test('describes every key, so that an editor can explain it', () => {
    const { properties } = JSON.parse(runbookJsonSchema()) as { properties: Record<string, { description?: string }> };
    const bare = Object.keys(properties).filter((key) => properties[key]?.description === undefined);
    expect(bare).toEqual([]);
  });

  test('takes a value with a unit as text and offers an example', () => {
    const limits = (JSON.parse(runbookJsonSchema()) as { properties: { limits: unknown } }).properties.limits;
    expect(limits).toMatchObject({ type: 'string', examples: ['3 per 60 minutes'] });
  });
});
