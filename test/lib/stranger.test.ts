/**
 * The app of a user who has installed the package and read the README: it runs under plain Node, its types are right in
 * both module systems, and the deployed Lambdas would know the names that only the deployment decides.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { STAND_IN_ROLE_PREFIX } from '../../core/catalog/references.ts';
import { loadCatalog } from '../../lambdas/catalog-file.ts';
import { deployedHealer } from '../cli/support/deployed-healer.ts';
import { runVerify } from '../cli/support/run-verify.ts';
import { deployedTemplate, flatTemplate, resolved } from './support/deployed-names.ts';
import { packed, run } from './support/packed.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const CODE = /## In your own CDK app[\s\S]*?```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? '';

const COMPILER = {
  compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: ['node'], skipLibCheck: true },
  files: ['app.ts'],
};

const stranger = packed();

function appOf(type: 'module' | 'commonjs'): string {
  return stranger.app({
    'package.json': JSON.stringify({ name: 'shop', type }),
    'tsconfig.json': JSON.stringify(COMPILER),
    'app.ts': CODE,
  });
}

const app = appOf('module');
const compiled = run('tsc', ['-p', '.'], app);
const ran = run(process.execPath, ['app.js'], app, { CDK_OUTDIR: 'out' });

const templateIn = (directory: string) => deployedTemplate(join(directory, 'out/Shop.template.json'));

describe('the package', () => {
  it('holds no tests, no lab and no sources, but the licence, the runbooks and every Lambda', () => {
    const folders = new Set(stranger.files.map((file) => file.split('/').slice(0, 2).join('/')));
    expect([...folders].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cli',
      'dist/core',
      'dist/lambdas',
      'dist/lib',
      'dist/runbooks',
      ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
      'package.json',
    ]);
    expect(stranger.files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
    expect(stranger.files).toEqual(
      expect.arrayContaining(['dist/lambdas/intake/index.js', 'dist/runbooks/high-cpu.yaml', 'dist/lib/index.d.ts']),
    );
  });

  it('has every document that its alarms, its messages and its types refer to', () => {
    const code = stranger.files.filter((file) => /^dist\/(lib|core|cli)\/.*\.(js|ts)$/.test(file));
    const named = code.flatMap(
      (file) => readFileSync(join(app, 'node_modules/healer', file), 'utf8').match(/docs\/[a-z]+\.md/g) ?? [],
    );
    expect(new Set(named).size).toBeGreaterThan(3);
    expect([...new Set(named)].filter((document) => !stranger.files.includes(document))).toEqual([]);
  });

  it.each(stranger.needs)('does not run without %s: it lists nothing that it does not need', (name) => {
    const installed = stranger.needs.filter((other) => other !== name);
    const files = {
      'package.json': readFileSync(join(app, 'package.json'), 'utf8'),
      'app.js': readFileSync(join(app, 'app.js'), 'utf8'),
    };
    const { status, output } = run(process.execPath, ['app.js'], stranger.app(files, installed), { CDK_OUTDIR: 'out' });
    expect(status).toBe(1);
    expect(output).toMatch(new RegExp(`Cannot find (package|module) '${name}`));
  });
});

describe('healer-verify of the package, without the AWS SDK', () => {
  const empty = stranger.app({ 'package.json': '{}' }, []);
  const verify = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runVerify({ command: [join(empty, 'node_modules/.bin/healer-verify')], cwd: empty }, words, env);

  it('says how it is used', async () => {
    const { code, out, said } = await verify(['--help']);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(out).toContain('npx healer-verify [--stack Healer]');
  });

  it.each([
    { case: 'there is no region', words: [], says: /^No region is given\.\n→ add --region/ },
    {
      case: 'there are no credentials',
      words: ['--region', 'eu-central-1'],
      says: /^No AWS credentials were found\.\n→ /,
    },
  ])('ends with 2 and says what to do when $case', async ({ words, says }) => {
    const { code, out, said } = await verify(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(said).toMatch(says);
  });

  it('checks a deployed healer', async () => {
    const healer = await deployedHealer();
    onTestFinished(() => healer.close());
    const env = { AWS_ENDPOINT_URL: healer.cloud.endpoint, AWS_REGION: 'us-east-1' };
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const { out } = await verify(['--read-only', '--json'], { ...env, ...keys });
    const { results } = JSON.parse(out) as {
      readonly results: readonly { readonly id: string; readonly status: string }[];
    };
    // Real time finds the alarms of this cloud silent; all other checks pass as they do from the sources.
    const silent = ['alarm-data', 'task-metrics', 'incident'];
    expect(results.length).toBeGreaterThan(12);
    expect(results.filter(({ id, status }) => status !== 'ok' && !silent.includes(id))).toEqual([]);
  });
});

describe('the app in the README', () => {
  it('is fifteen lines of code at most', () => {
    const lines = CODE.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.length).toBeLessThanOrEqual(15);
  });

  it('compiles and runs as an ES module', () => {
    expect(compiled).toMatchObject({ status: 0, output: '' });
    expect(ran).toMatchObject({ status: 0, output: '' });
  });

  it('compiles and runs as a CommonJS module', () => {
    const other = appOf('commonjs');
    expect(run('tsc', ['-p', '.'], other)).toMatchObject({ status: 0, output: '' });
    expect(readFileSync(join(other, 'app.js'), 'utf8')).toContain('require("healer")');
    // It makes the template that was validated as that of the ES module: that takes longer than all else.
    const environment = { CDK_OUTDIR: 'out', CDK_VALIDATION: 'false' };
    expect(run(process.execPath, ['app.js'], other, environment)).toMatchObject({ status: 0, output: '' });
    expect(templateIn(other)).toEqual(templateIn(app));
  });

  it('is refused by the compiler when a property is misspelt', () => {
    const wrong = stranger.app({
      'package.json': JSON.stringify({ name: 'shop', type: 'module' }),
      'tsconfig.json': JSON.stringify(COMPILER),
      'app.ts': CODE.replace("tier: 'critical'", "tier: 'vital'"),
    });
    expect(run('tsc', ['-p', '.'], wrong).output).toMatch(/app\.ts.*'"vital"' is not assignable/);
  });
});

describe('the template of that app', () => {
  if (ran.status !== 0) throw new Error(ran.output);
  const template = templateIn(app);

  it('has alarms on the metrics of that very service and its load balancer', () => {
    const alarms = flatTemplate(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.get('healer-web-high-cpu-cpu')).toContain('"Name":"ServiceName","Value":"<WebService.Name>"');
    expect(alarms.get('healer-web-high-cpu-cpu')).toMatch(/"Name":"ClusterName","Value":"<EcsDefaultCluster\w+>"/);
    expect(alarms.get('healer-web-high-error-rate-errors')).toContain(
      '<WebLBPublicListenerECSGroup.TargetGroupFullName>',
    );
  });

  it('has rules for its events, and permissions for nothing else', () => {
    const rules = [...flatTemplate(template, 'AWS::Events::Rule').values()].join('\n');
    expect(rules).toContain('service:<WebService.Name>');
    const policies = [...flatTemplate(template, 'AWS::IAM::Policy').values()].join('\n');
    expect(policies).toMatch(/:service\/<EcsDefaultCluster\w+>\/<WebService\.Name>"/);
    expect(policies).toContain(':<WebLBPublicListenerECSGroup.TargetGroupFullName>"');
    expect(policies).toMatch(/"Action":"iam:PassRole".*<WebTaskDefTaskRole\.Arn>.*<WebTaskDefExecutionRole\.Arn>/);
    expect(policies).not.toContain('known-when-deployed');
  });

  it('gives every Lambda what stands behind the names in its catalog, and each of them loads', () => {
    const lambdas = resolved(template, join(app, 'out'));
    expect(lambdas.length).toBeGreaterThan(10);
    const environment = { TABLE_NAME: 'table', TOPIC_ARN: 'arn:topic', AWS_REGION: 'eu-central-1' };
    for (const { directory, references } of lambdas) {
      const known = { ...environment, LAMBDA_TASK_ROOT: directory, CATALOG_REFERENCES: references };
      const code = `require(${JSON.stringify(join(directory, 'index.js'))})`;
      expect(run(process.execPath, ['-e', code], app, known)).toMatchObject({ status: 0, output: '' });
    }
  });

  it('makes a Lambda know the service by the names it got', () => {
    const [{ directory, references } = { directory: '', references: '' }] = resolved(template, join(app, 'out'));
    const catalog = loaded(directory, references);
    expect(catalog.services['web']).toMatchObject({
      cluster: expect.stringMatching(/^EcsDefaultCluster/) as unknown,
      ecsService: expect.stringMatching(/^WebService.*\.Name$/) as unknown,
      targetGroup: {
        arn: expect.stringMatching(/^arn:aws:elasticloadbalancing:eu-central-1:123456789012:Web.*FullName$/) as unknown,
        targetGroupDimension: expect.stringMatching(/^Web.*\.TargetGroupFullName$/) as unknown,
      },
    });
    // Roles are the template's alone: no Lambda has room for their ARNs, and none needs them.
    expect(catalog.services['web']?.taskRoles).toEqual([1, 2].map((number) => `${STAND_IN_ROLE_PREFIX}${number}`));
    const others = JSON.stringify(catalog).replaceAll(STAND_IN_ROLE_PREFIX, '');
    expect(others).not.toContain('known-when-deployed');
  });

  it.each([
    { case: 'without the names', change: () => undefined, says: /CATALOG_REFERENCES/ },
    {
      case: 'with the names of another catalog',
      change: (text: string) => text.replace(/"catalog":"\w+"/, '"catalog":"0000"'),
      says: /is for catalog 0000, the code has [0-9a-f]{16}: a deployment is under way/,
    },
    {
      case: 'with a name missing',
      change: (text: string) => text.replace(/,"[^"]*"\]/, ']'),
      says: /refers to 5 names, but there are 4 values/,
    },
  ])('does not start $case', ({ change, says }) => {
    const [{ directory, references } = { directory: '', references: '' }] = resolved(template, join(app, 'out'));
    expect(() => loaded(directory, change(references))).toThrow(says);
  });
});

/** The catalog as a Lambda with this directory and this variable finds it. */
function loaded(directory: string, references: string | undefined) {
  const before = { ...process.env };
  onTestFinished(() => {
    process.env = before;
  });
  process.env = { ...before, LAMBDA_TASK_ROOT: directory };
  if (references !== undefined) process.env['CATALOG_REFERENCES'] = references;
  return loadCatalog();
}
