/** Installs the parts before the first oracle runs, into `.oracles/` of the repository, and tells the tests where they are. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installJava } from './java.ts';
import type { Parts } from './parts.ts';
import { installPython } from './python.ts';
import { synthesizeInto } from './synthesize.ts';

const HOME = join(import.meta.dirname, '../../../.oracles');

/** Called by vitest once for each run. @throws Error when an installation fails. */
export async function setup(project: TestProject): Promise<void> {
  const workspace = join(HOME, 'work');
  mkdirSync(workspace, { recursive: true });
  const assembly = join(workspace, 'example');
  const [python, java] = await Promise.all([
    installPython(HOME),
    installJava(HOME),
    synthesizeInto(assembly, 'healer.config.ts'),
  ]);
  project.provide('exampleAssembly', assembly);
  const parts: Parts = { python, java, workspace };
  for (const [name, part] of Object.entries({ python, java })) {
    if (part.kind === 'missing')
      process.stderr.write(`\n${loud(`ORACLES ON ${name.toUpperCase()} ARE SKIPPED: ${part.why}`)}\n`);
  }
  project.provide('oracleParts', parts);
}

function loud(text: string): string {
  const line = '!'.repeat(text.length + 8);
  return `${line}\n!!! ${text} !!!\n${line}`;
}
