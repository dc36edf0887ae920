/** The app as a command: what it prints when something is wrong, what it writes when nothing is, and always the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandEnvironment } from '../support/command-environment.ts';
import { SHOP, HANDLERS, shopStack } from './support/shop.ts';
import { templateOf } from './support/templates.ts';

const BROKEN_RUNBOOK = 'failureType: broken\nremedies:\n  - remedy: restart\n';

function temporary(prefix: string): string {
  return mkdtempSync(join(tmpdir(), `healer-${prefix}-`));
}

/** Runs the app with this configuration in an environment without a home, a region or credentials. */
function run(config: unknown, environment: Readonly<Record<string, string>> = {}) {
  const file = join(temporary('config'), 'healer.config.ts');
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return app(file, environment);
}

function app(file: string, environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, ['bin/healer.ts'], {
    encoding: 'utf8',
    env: { ...commandEnvironment(), HEALER_CONFIG: file, ...environment },
  });
}

describe('a configuration that is wrong', () => {
  const result = run({
    ...SHOP,
    services: [
      { name: 'Checkout!', cluster: 'shop', tier: 'vital' },
      { name: 'search', cluster: 'shop', periodSeconds: 45 },
    ],
  });

  it('ends with exit code 1', () => {
    expect(result.status).toBe(1);
  });

  it('prints every problem with its place, one a line, and no stack trace', () => {
    const lines = result.stderr.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines).toEqual([
      expect.stringMatching(/^\/.*\/healer\.config\.ts services\[0\]\.name: .*Checkout!/),
      expect.stringMatching(/services\[0\]\.tier: .*critical/),
      expect.stringMatching(/services\[1\]\.periodSeconds: .*45/),
    ]);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a configuration that cannot be read', () => {
  it.each([
    {
      case: 'a mistake of syntax',
      text: 'const a = 1;\nexport default { services: [ ;\n',
      says: /:2:1: a mistake of syntax: /,
    },
    {
      case: 'no default export',
      text: 'export const config = {};\n',
      says: /: it has no default export; write export/,
    },
    { case: 'a function', text: 'export default () => ({});\n', says: /: its default export is no configuration; / },
    { case: 'a throw', text: "throw new Error('boom');\n", says: /:1:1: reading it threw: boom$/m },
    { case: 'an import of nothing', text: "import './gone.ts';\n", says: /: reading it threw: Cannot find module / },
  ])('is said in one line, without a stack trace: $case', ({ text, says }) => {
    const file = join(temporary('config'), 'healer.config.ts');
    writeFileSync(file, text);
    const result = app(file);
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(says);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr.startsWith(file)).toBe(true);
  });

  it('is said by its name where there is none', () => {
    const result = app('nowhere.config.ts');
    expect(result.status).toBe(1);
    expect(result.stderr).toBe(
      'nowhere.config.ts: there is no such file; write it, or name another with -c config=<path>\n',
    );
  });
});

describe('a runbook that is wrong', () => {
  const runbooks = temporary('runbooks');
  writeFileSync(join(runbooks, 'broken.yaml'), BROKEN_RUNBOOK);
  const result = run({ services: [{ name: 'Search', cluster: 'shop' }] }, { HEALER_RUNBOOKS: runbooks });

  it('is printed with file and line, together with what is wrong with the configuration', () => {
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/broken\.yaml:3:\d+ remedies\[0\]\.remedy: /);
    expect(result.stderr).toMatch(/services\[0\]\.name: /);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

const directory = temporary('out');
const templateIn = (assembly: string): unknown =>
  JSON.parse(readFileSync(join(assembly, 'Healer.template.json'), 'utf8'));

describe('a configuration that is right', () => {
  const result = run({ ...SHOP, handlersDirectory: HANDLERS }, { CDK_OUTDIR: directory });

  it('writes the assembly without credentials, region or the CDK’s command', () => {
    expect(result.stderr).toBe('');
    expect(result.status).toBe(0);
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(['Healer.template.json', 'manifest.json']));
  });

  it('fits every account and region', () => {
    const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as {
      readonly artifacts: Readonly<Record<string, { readonly environment?: string }>>;
    };
    expect(manifest.artifacts['Healer']?.environment).toBe('aws://unknown-account/unknown-region');
  });
});

describe('the app, under the CDK’s own command,', () => {
  it('prints what the configuration costs by the month while nothing fails', () => {
    // It makes the template that was validated above: that takes longer than all else.
    const environment = { CDK_OUTDIR: temporary('out'), CDK_CLI_VERSION: '2.0.0', CDK_VALIDATION: 'false' };
    const { status, stderr } = run({ ...SHOP, handlersDirectory: HANDLERS }, environment);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Idle cost by the month, in USD/);
    expect(stderr).toMatch(/^ {2}alarms of services +\d+\.\d\d$/m);
    expect(stderr).toMatch(/^ {2}everything else +\d+\.\d\d$/m);
    expect(templateIn(environment.CDK_OUTDIR)).toEqual(templateIn(directory));
  });
});

describe('the same configuration', () => {
  it('gives the same template to the byte, code included', () => {
    const [first, second] = [shopStack(), shopStack()].map((stack) => JSON.stringify(templateOf(stack)));
    expect(first).toContain('S3Key');
    expect(second).toBe(first);
  });
});
