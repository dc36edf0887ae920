/**
 * What any version of the healer wrote can be read. `stored/<type>-v<version>.json` has values as that version wrote them, and
 * stays as it is: a change that makes one unreadable needs a new version, with a reader for the one before (ADR 19). The
 * values of a new version are written when this test first runs with it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOLD_REASONS } from '../../core/holds/reasons.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import type { Schema } from '../../core/shape.ts';
import { STORED_INCIDENT } from '../../core/stored/stored-incident.ts';
import { STORED_RECORD } from '../../core/stored/stored-record.ts';
import { readBack, versionOf, type StoredType } from '../../core/stored/stored-type.ts';
import {
  STORED_ACCOUNT,
  STORED_ENTRY,
  STORED_LOG,
  STORED_SICK,
  STORED_SIGNAL,
  STORED_SWEEP,
} from '../../core/stored/stored-types.ts';
import * as vocabulary from '../../core/vocabulary.ts';
import { samplesOf, type Samples } from '../support/stored-samples.ts';

const FOLDER = resolve(import.meta.dirname, 'stored');

const TYPES: Readonly<Record<string, StoredType<unknown>>> = {
  incident: STORED_INCIDENT as StoredType<unknown>,
  record: STORED_RECORD as StoredType<unknown>,
  signal: STORED_SIGNAL as StoredType<unknown>,
  entry: STORED_ENTRY as StoredType<unknown>,
  account: STORED_ACCOUNT as StoredType<unknown>,
  log: STORED_LOG as StoredType<unknown>,
  sick: STORED_SICK as StoredType<unknown>,
  sweep: STORED_SWEEP as StoredType<unknown>,
};

const VERSIONS = Object.entries(TYPES).flatMap(([name, type]) =>
  Array.from({ length: versionOf(type) }, (_, index) => ({ name, type, version: index + 1 })),
);

/** Today's values. The journal's schema leaves the plan to the remedies. */
function samplesOfToday(name: string, { schema }: StoredType<unknown>): Samples {
  const made = samplesOf(schema);
  return name === 'incident' ? { ...made, full: made.full.map(withPlans) } : made;
}

function withPlans(incident: unknown, variant: number): unknown {
  const { attempts } = incident as { readonly attempts: readonly { readonly journal: object }[] };
  const plans = vocabulary.ACTION_KINDS.map((kind) => samplesOf(TRAITS[kind].plan as Schema).full[variant]);
  const each = attempts.flatMap((attempt) =>
    plans.map((plan) => ({ ...attempt, journal: { ...attempt.journal, plan } })),
  );
  return { ...(incident as object), attempts: each };
}

describe('a stored value', () => {
  it.each(VERSIONS)('$name, as version $version wrote it, is read', async ({ name, type, version }) => {
    const file = resolve(FOLDER, `${name}-v${version}.json`);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : `${JSON.stringify(samplesOfToday(name, type))}\n`;
    await expect(text).toMatchFileSnapshot(file);
    const { smallest, full } = JSON.parse(text) as Samples;
    for (const value of [smallest, ...full]) {
      const back = readBack(type, version, value);
      expect(back.kind === 'read' ? 'read' : back.why).toBe('read');
      expect(readBack(type, versionOf(type) + 1, value)).toMatchObject({ kind: 'unreadable' });
    }
  });

  it.each(Object.entries(TYPES))('%s keeps every field', (name, type) => {
    const { full } = JSON.parse(readFileSync(resolve(FOLDER, `${name}-v${versionOf(type)}.json`), 'utf8')) as Samples;
    for (const value of full) expect(readBack(type, versionOf(type), value)).toEqual({ kind: 'read', value });
  });

  it('may have any word that was ever written', async () => {
    const file = resolve(FOLDER, 'words.json');
    const written = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly string[]>>;
    const words: Readonly<Record<string, readonly string[]>> = { HOLD_REASONS, ...lists(vocabulary) };
    const unknown = Object.entries(written).flatMap(([name, all]) =>
      all.filter((word) => !words[name]?.includes(word)),
    );
    expect(unknown, 'a word stays for as long as records live').toEqual([]);
    // A new word is added by `vitest run -u`, and never removed.
    const all = Object.keys(written).map((name) => [name, words[name]] as const);
    await expect(`${JSON.stringify(Object.fromEntries(all), null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

function lists(module: object): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(module).filter(([, value]) => Array.isArray(value)));
}
