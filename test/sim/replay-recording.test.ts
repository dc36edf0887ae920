/** What is taken for a recording: every mistake is said with its line, and none of them gets as far as a decision. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Experience } from '../../core/memory/results.ts';
import { freshServiceRecord } from '../../core/incident/service-record.ts';
import { recordingOf } from '../../sim/replay/recording.ts';
import { replayed } from '../../sim/replay/replay.ts';
import { factsOf } from '../support/example-facts.ts';
import { shippedRunbooks } from '../support/catalog.ts';

const all = shippedRunbooks().flatMap(({ runbook, examples }) => examples.map((one) => factsOf(runbook, one)));
const [facts] = all;
if (facts === undefined) throw new Error('there is no example');
const { decision } = decide(facts);

function lineWith(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ facts: { ...facts, ...change }, decision });
}

function problemsIn(lines: string): string {
  const recording = recordingOf('recorded.jsonl', lines);
  return recording.kind === 'invalid' ? recording.problems.join('\n') : 'accepted';
}

const SOUND = {
  context: 'plain',
  remedy: 'rollBack',
  all: { successes: 2.5, attempts: 4 },
  here: { successes: 1, attempts: 1.5 },
  harms: 0.5,
  countHere: { successes: 1, attempts: 2 },
};

function remembered(...entries: readonly unknown[]): string {
  return lineWith({ experience: { kind: 'known', value: entries } });
}

/** Sums that no healer can have remembered. */
const IMPOSSIBLE = [
  {
    case: 'more successes than attempts',
    lines: remembered(SOUND, { ...SOUND, remedy: 'flipToggle', all: { successes: 5, attempts: 2 } }),
    says: 'recorded.jsonl:1 facts.experience.value[1].all.successes: 5 is more than the 2 attempts; write a number from 0 to 2',
  },
  {
    case: 'more successes than attempts at this service',
    lines: remembered({ ...SOUND, here: { successes: 0.2, attempts: 0.1 } }),
    says: 'facts.experience.value[0].here.successes: 0.2 is more than the 0.1 attempts',
  },
  {
    case: 'more counted successes than attempts',
    lines: remembered({ ...SOUND, countHere: { successes: 3, attempts: 2 } }),
    says: 'facts.experience.value[0].countHere.successes: 3 is more than the 2 attempts',
  },
  {
    case: 'half an attempt',
    lines: remembered({ ...SOUND, countHere: { successes: 0, attempts: 0.5 } }),
    says: 'value[0].countHere.attempts: 0.5 is not a whole number; write a whole number, 0 or more',
  },
  {
    case: 'more harms than attempts',
    lines: remembered({ ...SOUND, harms: 9 }),
    says: 'facts.experience.value[0].harms: 9 is more than the 4 attempts; write a number from 0 to 4',
  },
  {
    case: 'less than no attempts',
    lines: remembered({ ...SOUND, all: { successes: -2, attempts: -1 } }),
    says: 'facts.experience.value[0].all.successes: -2 is too small, the least is 0',
  },
  {
    case: 'a number that JSON cannot hold',
    lines: remembered({ ...SOUND, harms: 4_321 }).replace('4321', 'NaN'),
    says: 'recorded.jsonl:1: not a JSON object',
  },
  {
    case: 'a number that was none before it was written',
    lines: remembered({ ...SOUND, harms: Number.NaN }),
    says: 'facts.experience.value[0].harms: is empty',
  },
  {
    case: 'two memories of one remedy',
    lines: remembered(SOUND, { ...SOUND, context: 'other' }, SOUND),
    says: 'facts.experience.value[2].remedy: rollBack in the context plain is there twice; keep one entry for each',
  },
] as const;

describe('a recording', () => {
  it('is read with sums that may differ in the last digits, added in another order', () => {
    const rounded = { ...SOUND, all: { successes: 4 + 1e-9, attempts: 4 }, countHere: { successes: 2, attempts: 2 } };
    expect(problemsIn(remembered(rounded, { ...rounded, context: 'other' }))).toBe('accepted');
  });

  it.each([
    { case: 'nothing', lines: '\n', says: 'recorded.jsonl: no decision is recorded' },
    {
      case: 'no JSON',
      lines: `${JSON.stringify({ facts })}\n{`,
      says: 'recorded.jsonl:2: not a JSON object (Expected',
    },
    { case: 'a list', lines: '[1]', says: 'recorded.jsonl:1: a list, not a JSON object' },
    { case: 'a number', lines: '5', says: 'recorded.jsonl:1: 5, not a JSON object' },
    { case: 'what npm says', lines: '> healer@1.0.0 decisions', says: 'export with npm run decisions --silent' },
    { case: 'no text', lines: 'a\0b', says: 'recorded.jsonl: not UTF-8 text' },
    { case: 'no facts', lines: '{}', says: 'recorded.jsonl:1: facts are missing' },
    { case: 'half of the facts', lines: '{"facts":{"now":1}}', says: 'its facts lack incident, service, runbook' },
    { case: 'no alarms', lines: lineWith({ alarms: null }), says: 'recorded.jsonl:1 facts.alarms: is empty' },
    {
      case: 'a number for an incident',
      lines: lineWith({ incident: 5 }),
      says: 'facts.incident: must be a block of keys',
    },
    { case: 'an empty runbook', lines: lineWith({ runbook: {} }), says: 'facts.runbook.remedies: is missing' },
    {
      case: 'a word for a time',
      lines: lineWith({ now: 'yesterday' }),
      says: 'facts.now: must be a number, not "yester',
    },
    { case: 'a time after time', lines: lineWith({ now: 1e300 }), says: 'facts.now: 1e+300 is too large' },
    {
      case: 'a period without length',
      lines: lineWith({ service: { ...facts.service, periodSeconds: 0 } }),
      says: 'facts.service.periodSeconds: 0 is too small',
    },
    { case: 'a time before time', lines: lineWith({ now: -1 }), says: 'facts.now: -1 is too small' },
    {
      case: 'experience without its sums',
      lines: lineWith({ experience: { kind: 'known', value: [{ context: 'plain', remedy: 'rollBack' }] } }),
      says: 'facts.experience.value[0].all: is missing',
    },
    ...IMPOSSIBLE,
    {
      case: 'a remedy twice',
      lines: lineWith({
        runbook: { ...facts.runbook, remedies: [...facts.runbook.remedies, ...facts.runbook.remedies] },
      }),
      says: `facts.runbook.remedies[${facts.runbook.remedies.length}].remedy: ${facts.runbook.remedies[0]?.remedy} is listed twice; keep the first`,
    },
    {
      case: 'an unknown time zone',
      lines: lineWith({ service: { ...facts.service, peakHours: { from: '08:00', to: '18:00', timeZone: 'Mars' } } }),
      says: 'there is no time zone Mars',
    },
    {
      case: 'a decision of another type',
      lines: JSON.stringify({ facts, decision: 'page' }),
      says: 'recorded.jsonl:1 decision: must be a block of keys, not "page"',
    },
    {
      case: 'a decision of no kind there is',
      lines: JSON.stringify({ facts, decision: { ...decision, kind: 'banana' } }),
      says: 'decision.kind: unknown kind "banana" (allowed: act, ask, page, hold, wait, recovered)',
    },
  ])('is refused with its line and what to do: $case', ({ lines, says }) => {
    expect(problemsIn(lines)).toContain(says);
    expect(problemsIn(lines)).toContain('npm run decisions --silent');
  });

  it('says ten problems of a file that is no recording, and how many more there are', () => {
    const problems = problemsIn('x\n'.repeat(12_000)).split('\n');
    expect(problems).toHaveLength(12);
    expect(problems[10]).toBe('… and 11,990 more like these');
  });

  it('is read whatever is before it and between its lines: a byte order mark, empty lines', () => {
    expect(recordingOf('r', `\u{FEFF}${lineWith({})}\n\n${lineWith({})}\n`)).toMatchObject({ kind: 'ok', leftOut: [] });
  });
});

describe('a line of an earlier version', () => {
  it.each(['served', 'calendars', 'desiredCounts', 'approval'])(
    'is completed where it lacks no more than %s',
    (name) => {
      const recording = recordingOf('r', lineWith({ [name]: undefined }));
      if (recording.kind === 'invalid') throw new Error(recording.problems.join('\n'));
      expect(recording.leftOut).toEqual([]);
      expect(replayed(recording.decisions, [])).toMatchObject([{ differs: false }]);
    },
  );

  it('is left out and counted where nothing honest stands for what it lacks', () => {
    const recording = recordingOf('r', [lineWith({}), lineWith({ fleet: undefined })].join('\n'));
    expect(recording).toMatchObject({ kind: 'ok', decisions: [{}], leftOut: [{ line: 2, lacks: ['fleet'] }] });
  });

  it('is not left out in silence where there is no other', () => {
    expect(problemsIn(lineWith({ fleet: undefined }))).toContain('an earlier version recorded it without fleet');
  });
});

/** Some, with every remedy, in the context that is looked up. */
function experienceWith(plain: Facts): readonly Experience[] {
  const some = { successes: 1, attempts: 2 };
  const { context } = decide(plain).decision;
  return plain.runbook.remedies.map(({ remedy }) => ({
    context,
    remedy,
    all: some,
    here: some,
    harms: 0.5,
    countHere: some,
    executionErrors: 1,
    meanMinutes: 4,
  }));
}

/** Facts with everything in them that is optional, so that each of it can be broken. */
function full(plain: Facts): Facts {
  if (plain.running.kind === 'unknown' || plain.releases.kind === 'unknown' || plain.fleet.kind === 'unknown') {
    throw new Error('an example knows what runs');
  }
  const { releases, failures } = freshServiceRecord('user');
  const own = { incidentId: plain.incident.id, service: plain.service.name, failureType: plain.incident.failureType };
  const sick = { ...own, openedAt: plain.incident.openedAt };
  // Of another kind: three of one kind would be a common cause, and nothing behind that would be asked.
  const other = { service: 'order', incidentId: 'other', failureType: 'never-seen' };
  const peakHours = { from: '22:00', to: '06:00', timeZone: 'UTC', days: ['mon', 'thu'] as const };
  const optional: Facts = {
    ...plain,
    service: { ...plain.service, peakHours, changeCalendars: ['freeze'], slo: { availability: 0.99, days: 30 } },
    load: { kind: 'known', value: { now: 200, usual: 100 } },
    served: { kind: 'known', value: { requests: 1e6, errors: 9_500 } },
    desiredCounts: { kind: 'known', value: [{ at: plain.now, value: 4 }] },
    calendars: { kind: 'known', value: { kind: 'closed', until: plain.now + 1 } },
    organic: { kind: 'known', value: { recoveredWithin: [0, 0.1, 0.2, 0.3, 0.4], waits: 20 } },
    dependencies: [{ service: 'order', health: 'Failing', failing: true, utilisation: 0.9, callers: 2 }],
    fleet: {
      kind: 'known',
      value: {
        ...plain.fleet.value,
        sick: [sick, { ...sick, ...other }, { ...sick, ...other, service: 'cart', incidentId: 'third' }],
        account: {
          ...plain.fleet.value.account,
          bucket: { tokens: 1, at: plain.now },
          slots: [{ incidentId: 'other', group: 'shop', remedy: 'replaceTasks' }],
        },
        log: [{ attemptId: 'one#1', at: plain.now - 60_000, remedy: 'replaceTasks' }],
        begun: [plain.now],
      },
    },
    releases: { kind: 'known', value: { ...plain.releases.value, record: { releases, failures } } },
  };
  return { ...optional, experience: { kind: 'known', value: experienceWith(optional) } };
}

const BROKEN: readonly unknown[] = [undefined, 1e300, 5, -1, 'x', true, [], {}, [null], { kind: 'known' }];

/**
 * The value with one part of it replaced, for every part down to the leaves: by null, and by two of the other things, the
 * next part by the next two.
 */
function* broken(value: unknown, turn = { next: 0 }): Generator {
  yield null;
  for (let times = 0; times < 2; times += 1) yield BROKEN[turn.next++ % BROKEN.length];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const other of broken(part, turn)) {
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    }
  }
}

describe('whatever is broken in a line', () => {
  const released = all.find(({ releases }) => releases.kind === 'known' && releases.value.deployments.length > 1);

  it('does not end in an error: the line is refused, left out or decided on', () => {
    const line = full(released ?? facts);
    const seen = { invalid: 0, ok: 0 };
    for (const one of broken({ facts: line, decision: decide(line).decision })) {
      const recording = recordingOf('r', JSON.stringify(one) ?? '');
      seen[recording.kind] += 1;
      if (recording.kind === 'ok') replayed(recording.decisions, [line.runbook]);
    }
    expect(seen.ok).toBeGreaterThan(80);
    expect(seen.invalid).toBeGreaterThan(500);
  });
});
