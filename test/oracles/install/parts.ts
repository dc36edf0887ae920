/**
 * What the oracles run on: software from PyPI and Maven Central that others wrote. Where Python or Java is missing,
 * its oracles are skipped and say so; a part that is ready names the version of everything in it.
 */
import { inject } from 'vitest';

/** Software that is installed, or the reason why it cannot be. */
export type Part<Ready> = ({ readonly kind: 'ready' } & Ready) | { readonly kind: 'missing'; readonly why: string };

export interface PythonPart {
  /** Directory of the commands: `aws`, `cfn-lint`, `ministack`, `moto_server`, `python`. */
  readonly bin: string;
  readonly versions: Versions;
}

export interface JavaPart {
  /** Class path with all archives and the compiled programs. */
  readonly classPath: string;
  readonly versions: Versions;
}

/** By the name of the package, or of the archive. */
export type Versions = Readonly<Record<string, string>>;

export interface Parts {
  readonly python: Part<PythonPart>;
  readonly java: Part<JavaPart>;
  /** Directory for whatever a run leaves behind. */
  readonly workspace: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly oracleParts: Parts;
  }
}

/** The parts of this run, in a test file. */
export function oracleParts(): Parts {
  return inject('oracleParts');
}

/** The part, in a suite that runs only where it is ready. @throws Error where it is missing. */
export function ready<Ready>(part: Part<Ready>): Ready {
  if (part.kind === 'missing') throw new Error(part.why);
  return part;
}

/** Version of a package. @throws Error when the part does not have it: the pinned list and the tests disagree. */
export function versionOf({ versions }: { readonly versions: Versions }, name: string): string {
  const version = versions[name];
  if (version === undefined) throw new Error(`${name} is not installed`);
  return version;
}
