/** The command as a person types it: what it prints and what it ends with, against the lab's cloud and against nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../../cli/arguments.ts';
import { CannotVerify, whyNothing } from '../../cli/cannot-verify.ts';
import { stackComplete } from '../../cli/checks/stack-complete.ts';
import { READ_ONLY_CHECKS } from '../../cli/read-only-checks.ts';
import { deployedHealer, type DeployedHealer } from './support/deployed-healer.ts';
import { runVerify } from './support/run-verify.ts';

const ROOT = join(import.meta.dirname, '../..');

const verify = (words: readonly string[], env: Readonly<Record<string, string>>) =>
  runVerify({ command: [process.execPath, 'cli/verify.ts'], cwd: ROOT }, words, env);

describe('npm run verify', () => {
  let healer: DeployedHealer;
  let signedIn: Readonly<Record<string, string>>;

  beforeAll(async () => {
    healer = await deployedHealer();
    const { endpoint: AWS_ENDPOINT_URL } = healer.cloud;
    signedIn = { AWS_ENDPOINT_URL, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  });

  afterAll(async () => {
    await healer.close();
  });

  it('prints a line for each check and ends with 1 when one failed: here the alarms, which real time finds silent', async () => {
    const { code, out, said } = await verify(['--read-only'], signedIn);
    expect({ code, said: said.split('\n')[0] }).toEqual({
      code: 1,
      said: 'Checking: The stack is deployed completely',
    });
    expect(out).toMatch(/^Stack Healer, account 123456789012, us-east-1$/m);
    for (const { title } of READ_ONLY_CHECKS)
      expect(out).toMatch(new RegExp(`^[✔✖!–] ${title.replaceAll(/[()]/g, '.')}$`, 'm'));
    expect(out).toMatch(/^✖ Every alarm has data\n {4}.*had no data/m);
    expect(out).toMatch(/^ {4}→ compare the dimensions/m);
    expect(out).toMatch(/^\d+ ok, \d+ to look at, \d+ failed, 1 not made$/m);
  });

  it('prints one JSON object when asked to', async () => {
    const { out } = await verify(['--read-only', '--json', '--region', 'us-east-1'], signedIn);
    const report = JSON.parse(out) as { readonly results: readonly { readonly id: string }[] };
    expect(report).toMatchObject({ stack: 'Healer', passed: false, counts: { skipped: 1 } });
    expect(report.results.map(({ id }) => id)).toEqual([...READ_ONLY_CHECKS.map(({ id }) => id), 'incident']);
  });

  it.each([
    {
      case: 'there is no such stack',
      words: ['--stack', 'Other'],
      without: [],
      said: 'There is no stack Other in us-east-1',
    },
    {
      case: 'there are no credentials',
      words: [],
      without: ['AWS_ACCESS_KEY_ID'],
      said: 'No AWS credentials were found',
    },
    { case: 'there is no region', words: [], without: ['AWS_REGION'], said: 'No region is given' },
    {
      case: 'a word is not known',
      words: ['--readonly'],
      without: [],
      said: '"--readonly" is not known; allowed: --stack',
    },
  ])('ends with 2 and says what to do when $case', async ({ words, without, said: expected }) => {
    const env = Object.fromEntries(
      Object.entries(signedIn).filter(([name]) => !(without as readonly string[]).includes(name)),
    );
    const { code, out, said } = await verify(words, env);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(said).toContain(expected);
    expect(said).toMatch(/→ \S|--read-only/);
    expect(said).not.toContain('    at ');
  });
});

describe('an error before anything could be checked', () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });
  it.each([
    {
      case: 'a region that does not exist',
      error: named('Error', 'getaddrinfo ENOTFOUND iam.eu-nowhere-1.amazonaws.com'),
      said: 'AWS cannot be reached',
    },
    {
      case: 'a session that has ended',
      error: named('ExpiredTokenException', 'expired'),
      said: 'AWS does not accept these credentials',
    },
    {
      case: 'no session',
      error: named('CredentialsProviderError', 'Could not load credentials'),
      said: 'No AWS credentials',
    },
  ])('is said in words for $case', ({ error, said }) => {
    const why = whyNothing(error);
    expect(why?.message).toContain(said);
    expect(why?.fix).toMatch(/\S/);
  });

  it('stays itself when no person can mend it', () => {
    expect(whyNothing(new TypeError('a defect'))).toBeUndefined();
    const own = new CannotVerify('There is no stack', 'deploy it');
    expect(whyNothing(own)).toBe(own);
  });
});

describe('the command line', () => {
  it('has the stack of this repository as its default', () => {
    expect(readArguments([])).toEqual({
      kind: 'verify',
      stack: 'Healer',
      readOnly: false,
      json: false,
      acting: false,
      beforeDestroy: false,
    });
    const words = ['--stack', 'Shop', '--region', 'eu-central-1', '--service', 'cart', '--read-only', '--json'];
    const given = {
      stack: 'Shop',
      region: 'eu-central-1',
      service: 'cart',
      readOnly: true,
      json: true,
      acting: false,
      beforeDestroy: false,
    };
    expect(readArguments(words)).toEqual({ kind: 'verify', ...given });
  });
});

describe('a stack that CloudFormation did not finish', () => {
  const resource = (status: string) => ({ logicalId: 'HealerTable', physicalId: 'table', type: 'T', status });
  it.each([
    { status: 'CREATE_COMPLETE', of: 'CREATE_COMPLETE', found: 'ok' },
    { status: 'UPDATE_COMPLETE', of: 'UPDATE_FAILED', found: 'failed' },
    { status: 'UPDATE_ROLLBACK_COMPLETE', of: 'UPDATE_COMPLETE', found: 'warning' },
    { status: 'UPDATE_IN_PROGRESS', of: 'UPDATE_COMPLETE', found: 'failed' },
    { status: 'ROLLBACK_COMPLETE', of: 'DELETE_COMPLETE', found: 'failed' },
  ])('is $found when it is $status with a resource that is $of', async ({ status, of, found }) => {
    const stack = { name: 'Healer', status, resources: [resource(of)] };
    const finding = await stackComplete.run({ stack } as unknown as Parameters<typeof stackComplete.run>[0]);
    expect(finding.status).toBe(found);
  });
});

describe('docs/verify.md', () => {
  it('has a row for every check, and none spare', () => {
    const text = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z-]+)`\s*\|/gm)].map((match) => match[1]);
    expect(rows).toEqual([...READ_ONLY_CHECKS.map(({ id }) => id), 'acting', 'incident', 'left-behind']);
  });
});
