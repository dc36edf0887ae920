/** Recorded decisions made again: the same without a change, others with another runbook, and nothing on half of the facts. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { recordingOf } from '../../sim/replay/recording.ts';
import { replayed } from '../../sim/replay/replay.ts';
import { replayText } from '../../sim/replay/text.ts';
import { factsOf } from '../support/example-facts.ts';
import { shippedRunbooks } from '../support/catalog.ts';

/** Every example of every shipped runbook, recorded as it was decided. */
const recorded = shippedRunbooks().flatMap(({ runbook, examples }) =>
  examples.map((example) => {
    const facts = factsOf(runbook, example);
    return { facts, decision: decide(facts).decision };
  }),
);
const text = recorded.map((one) => JSON.stringify(one)).join('\n');

const errors = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-error-rate');
if (errors === undefined) throw new Error('there is no runbook for errors');

function read(lines: string) {
  const recording = recordingOf('recorded.jsonl', lines);
  if (recording.kind === 'invalid') throw new Error(recording.problems.join('\n'));
  return recording.decisions;
}

describe('a replay', () => {
  it('decides everything as it was decided, when nothing changed, also from a file', () => {
    const replays = replayed(read(`${text}\n`), []);
    expect(replays.length).toBeGreaterThan(20);
    expect(replays.filter(({ differs }) => differs)).toEqual([]);
    expect(replayText(replays)).toBe(`0 of ${replays.length} decisions would be different.\n`);
  });

  it('says what would be different with another runbook, and why, and leaves other failures alone', () => {
    const withoutToggles = {
      ...errors.runbook,
      remedies: errors.runbook.remedies.filter(({ remedy }) => remedy !== 'flipToggle'),
    };
    const differing = replayed(read(text), [withoutToggles]).filter(({ differs }) => differs);
    expect(differing.length).toBeGreaterThan(0);
    expect(new Set(differing.map(({ failureType }) => failureType))).toEqual(new Set(['high-error-rate']));
    expect(new Set(differing.map(({ before }) => before))).toEqual(new Set(['act: flipToggle']));
    const printed = replayText(differing);
    expect(printed).toContain('was        act: flipToggle');
    expect(printed).toMatch(/would be {3}(page|act: replaceTasks)\n {15}\S/);
  });

  it('decides anew what was recorded without its decision', () => {
    const [first] = recorded;
    const replays = replayed(read(JSON.stringify({ facts: first?.facts })), []);
    expect(replays[0]?.differs).toBe(false);
  });
});

describe('a recording', () => {
  const [{ facts } = { facts: {} }] = recorded;
  it.each([
    { case: 'nothing', lines: '\n', says: 'recorded.jsonl: no decision is recorded' },
    { case: 'no JSON', lines: `${JSON.stringify({ facts })}\n{`, says: 'recorded.jsonl:2: not a JSON object' },
    { case: 'no facts', lines: '{}', says: 'recorded.jsonl:1: facts are missing' },
    { case: 'half of the facts', lines: '{"facts":{"now":1}}', says: 'its facts lack incident, service, runbook' },
    {
      case: 'a decision that is none',
      lines: JSON.stringify({ facts, decision: 'page' }),
      says: 'its decision is none',
    },
  ])('is refused with its line: $case', ({ lines, says }) => {
    const recording = recordingOf('recorded.jsonl', lines);
    expect(recording.kind === 'invalid' ? recording.problems.join('\n') : 'accepted').toContain(says);
  });
});
