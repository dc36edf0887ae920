/** The bundles as Lambda gets them: complete, the same every time, and with the catalog beside the code. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withBundle } from '../../lib/bundle.ts';
import { shippedCatalog } from './support/shipped-catalog.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/functions.ts';
import { BUNDLE_BYTES_MAX } from './support/bundle-size.ts';
import { SHOP, handlersDirectory } from './support/shop.ts';

const catalog = shippedCatalog(SHOP);

type Files = Readonly<Record<string, string>>;

/** Every file of every function's bundle, by function and name. */
function bundled(): ReadonlyMap<FunctionName, Files> {
  return withBundle(
    { catalog },
    ({ directory }) => new Map(FUNCTION_NAMES.map((name) => [name, filesIn(directory(name))])),
  );
}

function filesIn(directory: string): Files {
  return Object.fromEntries(readdirSync(directory).map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

const first = bundled();
const second = bundled();

describe('the bundle of every Lambda', () => {
  it.each(FUNCTION_NAMES)('%s is its code and the catalog, nothing else', (name) => {
    const files = first.get(name) ?? {};
    expect(Object.keys(files).toSorted()).toEqual(['catalog.json', 'index.js']);
    expect(JSON.parse(files['catalog.json'] ?? '')).toEqual(JSON.parse(JSON.stringify(catalog)));
  });

  it.each(FUNCTION_NAMES)('%s is the same to the byte when made again elsewhere', (name) => {
    expect(second.get(name) ?? {}).toEqual(first.get(name));
  });

  it.each(FUNCTION_NAMES)('%s carries its own SDK, no source map, and starts quickly', (name) => {
    const code = first.get(name)?.['index.js'] ?? '';
    expect(code).toContain('handler');
    expect(code).not.toContain('sourceMappingURL');
    expect(code).not.toMatch(/require\("@aws-sdk\//);
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(BUNDLE_BYTES_MAX);
  });

  it.each(['intake', 'verify', 'close', 'learn'] as const)('%s carries no client it may not use', (name) => {
    expect(first.get(name)?.['index.js']).not.toContain('PutParameterCommand');
  });
});

describe('the directories', () => {
  it('are gone afterwards, also when something failed meanwhile', () => {
    let directory = '';
    const failing = () =>
      withBundle({ catalog, handlersDirectory: handlersDirectory() }, (bundle) => {
        directory = bundle.directory('intake');
        expect(existsSync(directory)).toBe(true);
        throw new Error('the disk is full');
      });
    expect(failing).toThrow('the disk is full');
    expect(existsSync(directory)).toBe(false);
  });
});

it('a handler that does not build is named', () => {
  expect(() => withBundle({ catalog, handlersDirectory: import.meta.dirname }, () => undefined)).toThrow(
    // Of several that are missing, in whichever order they were looked for.
    /Could not resolve ".*test\/lib\/[a-z-]+\.ts"/,
  );
});
