/** What may be changed in a replay: a runbook that is not finished, some numbers; and every mistake in them is said. */
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import { changedPolicy } from '../../sim/replay/changed-policy.ts';
import { changedRunbooks } from '../../sim/replay/changed-runbooks.ts';
import { runVerify } from '../cli/support/run-verify.ts';
import { factsOf } from '../support/example-facts.ts';
import { shippedRunbooks } from '../support/catalog.ts';

const ROOT = join(import.meta.dirname, '../..');
const highCpu = readFileSync(join(ROOT, 'runbooks/high-cpu.yaml'), 'utf8');
const RECORDED = new Set(['high-cpu', 'crash-loop']);

/** As an operator does it who only wants to see: one remedy out, the examples that expect it left as they are. */
function withoutRemedy(text: string, remedy: string): string {
  const [before = '', after = ''] = text.split(new RegExp(`  - remedy: ${remedy}\\n`));
  return `${before}${after.slice(after.search(/ {2}- remedy: /))}`;
}

describe('a changed runbook', () => {
  it('is taken under any name, and with examples that expect what is not there any more', () => {
    const text = withoutRemedy(highCpu, 'replaceTasks');
    const read = changedRunbooks([{ file: 'my-try.yaml', text }], RECORDED);
    if (read.kind === 'invalid') throw new Error(read.problems.join('\n'));
    const remedies = read.runbooks[0]?.remedies.map(({ remedy }) => remedy);
    expect(remedies).toEqual(['scaleOut', 'flipToggle', 'rollBack', 'page']);
    expect(read.runbooks[0]).not.toHaveProperty('examples');
  });

  it('is taken without examples', () => {
    const text = highCpu.slice(0, highCpu.search(/^examples:/m));
    expect(changedRunbooks([{ file: 'b.yaml', text }], RECORDED)).toMatchObject({ kind: 'ok' });
  });

  it.each([
    {
      case: 'about a failure that was not recorded',
      files: [{ file: 'b.yaml', text: highCpu.replace('failureType: high-cpu', 'failureType: never-seen') }],
      says: 'b.yaml: no recorded decision is about "never-seen", so it changes none (recorded: crash-loop, high-cpu)',
    },
    {
      case: 'given twice',
      files: ['a.yaml', 'b.yaml'].map((file) => ({ file, text: highCpu })),
      says: 'b.yaml: another file already has the runbook "high-cpu"',
    },
    {
      case: 'with a remedy there is not',
      files: [{ file: 'b.yaml', text: highCpu.replace('remedy: scaleOut', 'remedy: scaleUp') }],
      says: /b\.yaml:\d+:\d+ remedies\[1\]\.remedy: unknown remedy "scaleUp" .*did you mean scaleOut\?/,
    },
    {
      case: 'that breaks a rule between its parts',
      files: [{ file: 'b.yaml', text: highCpu.replace(/^limits: .*$/m, 'limits: 10 per 10 minutes') }],
      says: 'the limit would never hold',
    },
    { case: 'that is empty', files: [{ file: 'b.yaml', text: '' }], says: 'b.yaml:1:1: the file is empty' },
  ])('is refused $case', ({ files, says }) => {
    const read = changedRunbooks(files, RECORDED);
    const said = read.kind === 'invalid' ? read.problems.join('\n') : 'accepted';
    expect(said).toMatch(says);
  });
});

describe('changed numbers', () => {
  it.each([
    { case: 'YAML', text: 'pageMinutes: {critical: 15}\ngateDeviations: 0\n' },
    { case: 'JSON', text: '{"pageMinutes": {"critical": 15}, "gateDeviations": 0}' },
  ])('take the place of those of production, one by one, as $case', ({ text }) => {
    expect(changedPolicy({ file: 'p', text })).toEqual({
      kind: 'ok',
      policy: {
        ...DECISION_POLICY,
        gateDeviations: 0,
        pageMinutes: { ...DECISION_POLICY.pageMinutes, critical: 15 },
      },
    });
  });

  it('may be any of those there are', () => {
    const read = changedPolicy({ file: 'p', text: JSON.stringify(DECISION_POLICY) });
    expect(read).toEqual({ kind: 'ok', policy: DECISION_POLICY });
  });

  it.each([
    {
      case: 'a number there is not',
      text: 'pageMinute: 3',
      says: /^p:1:1 pageMinute: unknown key "pageMinute" \(allowed: priorAttempts, .*harmsMin\); did you mean pageMinutes\?$/,
    },
    {
      case: 'a tier there is not',
      text: 'pageMinutes: {gold: 3}',
      says: /unknown key "gold" \(allowed: critical, standard, batch\)/,
    },
    {
      case: 'a number that is too large',
      text: 'gateDeviations: 11',
      says: /^p:1:17 gateDeviations: 11 is too large, the most is 10$/,
    },
    { case: 'a number that is too small', text: 'priorAttempts: 0', says: /0 is too small, the least is 0\.1/ },
    { case: 'infinity', text: 'harmMinutes: .inf', says: /harmMinutes: / },
    { case: 'a word', text: 'poolAttempts: many', says: /poolAttempts: must be a number, not "many"; write how many/ },
    { case: 'one number for all tiers', text: 'pageMinutes: 15', says: /pageMinutes: must be a block of keys, not 15/ },
    { case: 'a list', text: '- 1', says: /must be a block of keys/ },
    { case: 'what is no YAML', text: '{', says: /^p:1:\d+: not valid YAML: / },
    { case: 'an empty file', text: ' \n', says: /^p: it changes nothing; write one or more of priorAttempts, / },
    { case: 'only a remark', text: '# later', says: /^p:1:1: the file is empty$/ },
    { case: 'no number', text: '{}', says: /it changes nothing/ },
  ])('are refused: $case', ({ text, says }) => {
    const read = changedPolicy({ file: 'p', text });
    expect(read.kind === 'invalid' ? read.problems.join('\n') : 'accepted').toMatch(says);
  });
});

describe('node sim/main.ts --replay', () => {
  const directory = mkdtempSync(join(tmpdir(), 'healer-replay-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const command = { command: [process.execPath, 'sim/main.ts'] as const, cwd: ROOT };
  const file = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const lines = shippedRunbooks().flatMap(({ runbook, examples }) =>
    examples.map((one) => {
      const facts = factsOf(runbook, one);
      return { facts, decision: decide(facts).decision };
    }),
  );
  const { fleet: _fleet, ...older } = lines[0]?.facts ?? {};
  const recording = file('r.jsonl', [...lines, { facts: older }].map((one) => JSON.stringify(one)).join('\n'));

  it('prints what a runbook and numbers would change, and what was left out, for people and for programs', async () => {
    const changed = ['--runbook', file('try.yaml', withoutRemedy(highCpu, 'replaceTasks'))];
    const policy = ['--policy', file('policy.yaml', 'pageMinutes: {standard: 2}')];
    const [text, json] = await Promise.all([
      runVerify(command, ['--replay', recording, ...changed], {}),
      runVerify(command, ['--replay', recording, ...changed, ...policy, '--json'], {}),
    ]);
    expect(text).toMatchObject({ code: 0, said: '' });
    expect(text.out).toContain('was        act: replaceTasks, replace ');
    expect(text.out).toContain(
      `of ${lines.length} decisions would be different.\n1 line was left out, the first is line`,
    );
    const printed = JSON.parse(json.out) as {
      readonly decisions: readonly unknown[];
      readonly leftOut: readonly unknown[];
    };
    expect(printed.leftOut).toEqual([{ line: lines.length + 1, lacks: ['fleet'] }]);
    expect(printed.decisions).toContainEqual(expect.objectContaining({ after: 'page', differs: true }));
  });

  it.each([
    { case: 'is not there', path: join(directory, 'nope.jsonl'), says: 'cannot be read: there is no such file' },
    { case: 'is a folder', path: directory, says: 'cannot be read: it is a folder' },
  ])('says why a file cannot be read that $case', async ({ path, says }) => {
    const { code, out, said } = await runVerify(command, ['--replay', path], {});
    expect({ code, out, said }).toEqual({ code: 2, out: '', said: `${path}: ${says}\n` });
  });
});
