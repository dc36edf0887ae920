/** The lock file installs on every platform, from whatever registry npm is set up for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, Package>>;
}

interface Package {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly integrity?: string;
  /** Where it is; without a registry's address only what is in this repository. */
  readonly resolved?: string;
  readonly link?: boolean;
  /** Comes inside the archive of another package, whose hash covers it. */
  readonly inBundle?: boolean;
}

const text = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8');

/** A package of this repository comes in no archive. */
const isOwn = (path: string): boolean => /^packages\/[a-z-]+$/.test(path);

describe('the lock file', () => {
  it('names no download address', () => {
    const { packages } = JSON.parse(text) as Lock;
    const elsewhere = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(elsewhere.filter((place) => !isOwn(place))).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('has the binaries of every platform, or npm ci refuses it on the others', () => {
    const { packages } = JSON.parse(text) as Lock;
    const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
    const missing = wanted.filter(
      (name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
    );
    expect(wanted.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('has the hash of every archive, so that no registry can slip in another one', () => {
    const { packages } = JSON.parse(text) as Lock;
    const archives = Object.entries(packages).filter(
      ([path, { inBundle, link }]) => path !== '' && !isOwn(path) && inBundle !== true && link !== true,
    );
    expect(archives.length).toBeGreaterThan(250);
    const without = archives.filter(([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('has what is bundled inside of a package with a hash', () => {
    const { packages } = JSON.parse(text) as Lock;
    const bundled = Object.keys(packages).filter((path) => packages[path]?.inBundle === true);
    const around = (path: string): readonly string[] => {
      const outer = path.slice(0, path.lastIndexOf('/node_modules/'));
      return outer === path || !path.includes('/node_modules/') ? [] : [outer, ...around(outer)];
    };
    const loose = bundled.filter((path) => !around(path).some((outer) => packages[outer]?.integrity !== undefined));
    expect(loose).toEqual([]);
  });
});
