/** Installs the Java archives of `parts/pom.xml` and compiles the program beside it, once for each version of the two. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { keep, PARTS } from './kept.ts';
import type { JavaPart, Part } from './parts.ts';
import { run } from './run.ts';

const POM = join(PARTS, 'pom.xml');
const PROGRAM = join(PARTS, 'MatchPairs.java');

/** @throws Error when Java and Maven are there and the installation fails. */
export async function installJava(home: string): Promise<Part<JavaPart>> {
  const missing = [];
  for (const command of ['java', 'javac', 'mvn']) {
    if ((await run(command, ['--version']).catch(() => undefined)) === undefined) missing.push(command);
  }
  if (missing.length > 0) return { kind: 'missing', why: `there is no ${missing.join(', no ')} on this machine` };
  const directory = join(home, 'java');
  const [libraries, classes] = [join(directory, 'lib'), join(directory, 'classes')];
  const classPath = [classes, join(libraries, '*')].join(delimiter);
  const salt = (await run('java', ['--version'])).stdout;
  await keep(directory, { what: 'Java', salt, files: [POM, PROGRAM] }, async () => {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(classes, { recursive: true });
    const settings = ['-B', '-q', '-f', POM, `-Dmaven.repo.local=${join(directory, 'repository')}`];
    await run('mvn', [...settings, 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`]);
    await run('javac', ['-d', classes, '-cp', classPath, PROGRAM]);
  });
  return { kind: 'ready', classPath, versions: archiveVersions(libraries) };
}

function archiveVersions(libraries: string): Record<string, string> {
  const archives = readdirSync(libraries).map((name) => /^(.+?)-(\d[^/]*)\.jar$/.exec(name));
  return Object.fromEntries(archives.flatMap((found) => (found === null ? [] : [[found[1] ?? '', found[2] ?? '']])));
}
