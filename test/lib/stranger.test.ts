/**
 * The app of somebody who has installed the package and read the README: it runs under plain Node, its types are right in
 * both module systems, and the deployed Lambdas would know the names that only the deployment decides.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadCatalog } from '../../lambdas/catalog-file.ts';
import { deployedTemplate, flatTemplate, resolved } from './support/deployed-names.ts';
import { packed, run } from './support/packed.ts';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
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

describe('the package', () => {
  it('holds no tests, no lab and no sources, but the licence, the runbooks and every Lambda', () => {
    const folders = new Set(stranger.files.map((file) => file.split('/').slice(0, 2).join('/')));
    expect([...folders].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/core',
      'dist/lambdas',
      'dist/lib',
      'dist/runbooks',
      'package.json',
    ]);
    expect(stranger.files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
    expect(stranger.files).toEqual(
      expect.arrayContaining(['dist/lambdas/intake/index.js', 'dist/runbooks/high-cpu.yaml', 'dist/lib/index.d.ts']),
    );
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
    expect(run(process.execPath, ['app.js'], other, { CDK_OUTDIR: 'out' })).toMatchObject({ status: 0, output: '' });
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
  const template = deployedTemplate(join(app, 'out/Shop.template.json'));

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
    expect(JSON.stringify(catalog)).not.toContain('known-when-deployed');
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
