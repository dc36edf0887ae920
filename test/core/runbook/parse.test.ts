/**
 * What a good runbook becomes, and how several mistakes in one file, or in several files, are told together.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRunbook, parseRunbooks } from '../../../core/runbook/parse.ts';
import { TEXT_LENGTH_MAX } from '../../../core/runbook/source.ts';
import { edited, FILE, VALID } from './runbook-text.ts';
import { said } from './said.ts';

function parsed(text: string) {
  const result = parseRunbook(FILE, text);
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result;
}

describe('a good runbook', () => {
  test('becomes the runbook of the catalog, with units in names', () => {
    expect(parsed(VALID).runbook).toEqual({
      failureType: 'slow-disk',
      title: 'Slow disk',
      summary: 'The disk is slow.',
      owner: 'storage team',
      severity: 'high',
      watch: [
        {
          id: 'cpu',
          metric: 'cpuPercent',
          comparison: 'above',
          threshold: 90,
          breaching: 2,
          outOf: 3,
          missingData: 'ignore',
        },
      ],
      signals: [{ kind: 'taskStopped', cause: 'exited', count: 3, withinMinutes: 10 }],
      remedies: [
        {
          remedy: 'flipToggle',
          class: 'safe',
          expectedMinutes: 1,
          undo: 'restore',
          expiresMinutes: 720,
          why: 'Less work.',
        },
        { remedy: 'replaceTasks', class: 'safe', expectedMinutes: 2, undo: 'none', why: 'New disk.' },
        { remedy: 'page', class: 'safe', expectedMinutes: 1, undo: 'none', why: 'A person decides.' },
      ],
      verification: {
        conditions: [{ metric: 'errorRatePercent', comparison: 'above', threshold: 5 }],
        guards: [{ metric: 'p99LatencyMilliseconds', ratioMax: 1.5, floor: 500 }],
        goodPeriods: 3,
        warmUpPeriods: 1,
        timeoutPeriods: 8,
        trafficMin: 10,
        worseRatio: 1.5,
      },
      limits: { attemptsMax: 3, windowMinutes: 60 },
      escalation: { nextSteps: ['Look at the disk.'] },
    });
  });
});

describe('what a good runbook may leave out or write in its own way', () => {
  test('gives its examples with every ordinary fact filled in', () => {
    expect(parsed(edited('cpuPercent: 99', "cpuPercent: 99, history: { replaceTasks: '7 of 8' }")).examples).toEqual([
      {
        name: 'slow since noon',
        given: {
          signal: 'alarm',
          metrics: { cpuPercent: 99 },
          tasks: 3,
          sickTasks: 'unknown',
          targetGroup: true,
          onsetMinutesAgo: 2,
          deploymentInProgress: false,
          schema: 'unknown',
          pinned: true,
          toggles: [],
          alreadyTried: [],
          history: { replaceTasks: { successes: 7, attempts: 8 } },
        },
        expect: { choose: 'replaceTasks', not: ['rollBack'], refuses: {} },
      },
    ]);
  });

  test('may state its own chance of success', () => {
    const { runbook } = parsed(edited('    why: New disk.', '    chance: 75 %\n    why: New disk.'));
    expect(runbook.remedies[1]?.priorSuccess).toBe(0.75);
  });

  test('demands by below what must not be above, and by above what must not be below', () => {
    const { runbook } = parsed(
      edited('    - metric: errorRatePercent\n      below: 5 %', '    - metric: requestCount\n      above: 5 requests'),
    );
    expect(runbook.verification.conditions).toEqual([{ metric: 'requestCount', comparison: 'below', threshold: 5 }]);
  });

  test('is the same with the line ends and the byte order mark of Windows', () => {
    expect(parsed(`\u{FEFF}${VALID.replaceAll('\n', '\r\n')}`).runbook).toEqual(parsed(VALID).runbook);
  });
});

describe('several mistakes', () => {
  test('are all told, in the order of the lines, whatever part they are in', () => {
    const text = VALID.replace('above: 90 %', 'above: 90')
      .replace('remedy: replaceTasks', 'remedy: restart')
      .replace('timeoutPeriods: 8', 'timeoutPeriods: 2')
      .replace('failureType: slow-disk', 'failureType: fast-disk')
      .replace('3 per 60 minutes', '3 per 60 seconds');
    expect(said(text).map((line) => line.split(' ')[0])).toEqual([':2:14', ':10:12', ':25:13', ':42:19', ':45:9']);
  });

  test('in several files are told together', () => {
    const result = parseRunbooks([
      { file: 'a/slow-disk.yaml', text: edited('owner: storage team\n', '') },
      { file: 'b/slow-disk.yaml', text: edited('severity: high', 'severity: soon') },
    ]);
    expect(result.kind === 'invalid' && result.problems.map(({ file }) => file)).toEqual([
      'a/slow-disk.yaml',
      'b/slow-disk.yaml',
    ]);
  });

  test('include a failure type that two files claim', () => {
    const result = parseRunbooks([
      { file: 'a/slow-disk.yaml', text: VALID },
      { file: 'b/slow-disk.yaml', text: VALID },
    ]);
    expect(result).toMatchObject({
      kind: 'invalid',
      problems: [{ file: 'b/slow-disk.yaml', problem: 'another file already has the runbook "slow-disk"' }],
    });
  });
});

describe('any text at all', () => {
  test('is read or refused with a place, and never breaks the reader', () => {
    const lines = VALID.split('\n');
    const damaged = fc
      .tuple(fc.nat(lines.length - 1), fc.string(), fc.constantFrom('replace', 'before', 'drop'))
      .map(([at, text, how]) =>
        lines.toSpliced(at, how === 'before' ? 0 : 1, ...(how === 'drop' ? [] : [text])).join('\n'),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (text) => {
        const result = parseRunbook(FILE, text);
        const problems = result.kind === 'ok' ? [] : result.problems;
        expect(result.kind === 'ok' || problems.length > 0).toBe(true);
        for (const { line, column } of problems) expect(Math.min(line ?? 0, column ?? 0)).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a file that is no runbook', () => {
  test.each([
    {
      case: 'an empty file',
      text: '',
      says: ':1:1: the file is empty; start with failureType: and the name of the file',
    },
    {
      case: 'a file of comments',
      text: '# later\n',
      says: ':1:1: the file is empty; start with failureType: and the name of the file',
    },
    {
      case: 'a list',
      text: '- a\n',
      says: ':1:1: must be a block of keys, not ["a"]; write how one failure of an ECS service is found, healed and verified',
    },
    {
      case: 'a file in another encoding',
      text: 'title: \u{FFFD}\n',
      says: ':1:1: the file is not UTF-8 text; save it as UTF-8',
    },
    { case: 'a file of zero bytes', text: 't\0i\0', says: ':1:1: the file is not UTF-8 text; save it as UTF-8' },
    {
      case: 'a file that is far too large',
      text: '#'.repeat(TEXT_LENGTH_MAX + 1),
      says: ':1:1: the file has 65537 characters; keep it below 64 KB',
    },
  ])('$case is refused', ({ text, says }) => {
    expect(said(text)).toEqual([says]);
  });

  test('that can be started by nothing is refused', () => {
    const text = VALID.replace(/watch:[\s\S]*?remedies:/, 'remedies:');
    expect(said(text)).toEqual([':2:1 watch: nothing starts this runbook; add an alarm (watch) or an event (signals)']);
  });

  test('that an application starts and nothing verifies is refused', () => {
    const text = edited(
      '  - kind: taskStopped\n    cause: exited\n    count: 3\n    within: 10 minutes',
      '  - kind: custom',
    ).replace('  conditions:\n    - metric: errorRatePercent\n      below: 5 %\n', '');
    expect(said(text)).toEqual([
      ':30:3 verification.conditions: no metric shows recovery when a custom signal started it; add a condition on a metric',
    ]);
  });

  test('that lacks everything is told every part, with what belongs there', () => {
    expect(said('title: x\n').map((line) => line.split(/[ :;]+/)[3])).toEqual([
      'failureType',
      'summary',
      'owner',
      'severity',
      'remedies',
      'verification',
      'limits',
      'escalation',
      'examples',
      'watch',
    ]);
  });
});
