/**
 * Recorded decisions made again: the same without a change, others with another runbook or other numbers, whatever the
 * healer was allowed to do then, and nothing made up where it was not read.
 */
import { describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { known, unknown } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import { recordingOf, type Recorded } from '../../sim/replay/recording.ts';
import { replayed } from '../../sim/replay/replay.ts';
import { replayText } from '../../sim/replay/text.ts';
import { ORDINARY, factsOf } from '../support/example-facts.ts';
import { shippedRunbooks } from '../support/catalog.ts';

const shipped = shippedRunbooks();

function decided(facts: Facts): Recorded {
  return { facts, decision: decide(facts).decision };
}

/** Every example of every shipped runbook, recorded as it was decided. */
const recorded = shipped.flatMap(({ runbook, examples }) => examples.map((one) => decided(factsOf(runbook, one))));
const text = recorded.map((one) => JSON.stringify(one)).join('\n');

function runbookNamed(failureType: string): Runbook {
  const found = shipped.find(({ runbook }) => runbook.failureType === failureType);
  if (found === undefined) throw new Error(`there is no runbook for ${failureType}`);
  return found.runbook;
}
const errors = runbookNamed('high-error-rate');

function without(runbook: Runbook, ...left: readonly string[]): Runbook {
  return { ...runbook, remedies: runbook.remedies.filter(({ remedy }) => !left.includes(remedy)) };
}

function read(lines: string) {
  const recording = recordingOf('recorded.jsonl', lines);
  if (recording.kind === 'invalid') throw new Error(recording.problems.join('\n'));
  return recording.decisions;
}

/** A failure of a release that is 5 minutes old, which a rollback would end. */
const fresh = factsOf(errors, {
  name: 'after a release',
  given: {
    ...ORDINARY,
    metrics: { errorRatePercent: 60 },
    tasks: 6,
    onsetMinutesAgo: 15,
    deployedMinutesAgo: 20,
    schema: 'compatible',
    previousBakedHours: 72,
    toggles: ['ads'],
  },
  expect: { choose: 'rollBack', not: [], refuses: {} },
});

/** The ways a decision is held back or asked about, which must not hide what is chosen. */
const STANCES: readonly { readonly case: string; readonly as: (facts: Facts) => Facts; readonly kind: string }[] = [
  { case: 'auto', kind: 'act', as: (facts) => facts },
  {
    case: 'observe',
    kind: 'hold',
    as: (facts) => ({
      ...facts,
      stance: { mode: 'observe', hold: { reason: 'override-observe', detail: '/healer/mode is observe' } },
    }),
  },
  {
    case: 'off',
    kind: 'hold',
    as: (facts) => ({
      ...facts,
      stance: { mode: 'off', hold: { reason: 'override-off', detail: '/healer/mode is off' } },
    }),
  },
  {
    case: 'approval of everything',
    kind: 'ask',
    as: (facts) => ({
      ...facts,
      service: { ...facts.service, approval: ['replaceTasks', 'flipToggle', 'rollBack', 'scaleOut'] },
    }),
  },
];

describe('a replay', () => {
  it('decides everything as it was decided, when nothing changed, also from a file', () => {
    const replays = replayed(read(`${text}\n`), []);
    expect(replays.length).toBeGreaterThan(20);
    expect(replays.filter(({ differs }) => differs)).toEqual([]);
    expect(replayText(replays)).toBe(`0 of ${replays.length} decisions would be different.\n`);
  });

  it('says what would be different with another runbook, and why, and leaves other failures alone', () => {
    const differing = replayed(read(text), [without(errors, 'flipToggle')]).filter(({ differs }) => differs);
    expect(differing.length).toBeGreaterThan(0);
    expect(new Set(differing.map(({ failureType }) => failureType))).toEqual(new Set(['high-error-rate']));
    for (const { before } of differing) expect(before).toMatch(/^act: flipToggle, switch \S+ to off \(users lose /);
    const printed = replayText(differing);
    expect(printed).toContain('was        act: flipToggle, switch ');
    expect(printed).toMatch(/would be {3}(page|act: replaceTasks, replace .*)\n {15}\S/);
  });

  it.each(STANCES)('finds the same differences in $case as where the healer acts', ({ as, kind }) => {
    const changed = shipped.map(({ runbook }) => without(runbook, 'replaceTasks', 'flipToggle', 'scaleOut'));
    const lines = recorded.map(({ facts }) => decided(as(facts)));
    expect(lines.some(({ decision }) => decision?.kind === kind)).toBe(true);
    expect(replayed(lines, []).filter(({ differs }) => differs)).toEqual([]);
    const acting = replayed(recorded, changed);
    const replays = replayed(lines, changed);
    expect(acting.filter(({ differs }) => differs).length).toBeGreaterThan(10);
    expect(replays.map(({ differs }) => differs)).toEqual(acting.map(({ differs }) => differs));
  });

  it('sees one question in place of another, and one first choice that was held back', () => {
    for (const { as, kind } of STANCES.filter(({ case: name }) => name !== 'auto')) {
      const line = decided(as(fresh));
      expect(line.decision).toMatchObject({ kind, chosen: 'rollBack' });
      const [replay] = replayed([line], [without(errors, 'rollBack')]);
      expect(replay).toMatchObject({
        differs: true,
        before: expect.stringContaining('rollBack, roll back from user:7'),
      });
      expect(replay?.after).toContain('flipToggle, switch ads to off');
    }
  });

  it('sees another toggle in place of the one that was switched', () => {
    const flipped = decided({ ...fresh, releases: known({ deployments: [], taskDefinitions: {} }) });
    expect(flipped.decision).toMatchObject({ kind: 'act', chosen: 'flipToggle' });
    const candidates = flipped.decision?.candidates.map((one) =>
      one.remedy === 'flipToggle' ? { ...one, plan: 'switch video to off (users lose video)' } : one,
    );
    const other = { ...flipped, decision: { ...decide(flipped.facts).decision, candidates: candidates ?? [] } };
    expect(replayed([other], [])[0]).toMatchObject({ differs: true, before: expect.stringContaining('switch video') });
  });

  it('finds in observe the question that auto would have come to, of which the held choice says nothing', () => {
    const [, observe] = STANCES;
    if (observe === undefined) throw new Error('observe is no stance');
    const alone = without(errors, 'flipToggle', 'replaceTasks');
    const asked: Facts = { ...fresh, runbook: alone, service: { ...fresh.service, approval: ['rollBack'] } };
    const line = decided(observe.as(asked));
    expect(line.decision).toMatchObject({ kind: 'hold', chosen: 'page' });
    const [replay] = replayed([line], [without(alone, 'rollBack')]);
    expect(replay?.before).toMatch(/^ask: rollBack/);
    expect(replay).toMatchObject({ differs: true, heldBy: 'observe', after: 'page' });
    const printed = replayText(replay === undefined ? [] : [replay]);
    expect(printed).toMatch(/\(observe\)\n {2}in auto {4}ask: rollBack, /);
    expect(printed).toMatch(/was to be done about 1 .*what auto would have done/);
  });

  it('keeps to what was recorded in observe where the product would choose otherwise today', () => {
    const [, observe] = STANCES;
    const line = decided(observe?.as(fresh) ?? fresh);
    const then = { ...decide(line.facts).decision, chosen: 'replaceTasks' as const };
    const [replay] = replayed([{ facts: line.facts, decision: then }], []);
    expect(replay).toMatchObject({ differs: true, before: expect.stringMatching(/^hold: replaceTasks/) });
    expect(replay?.after).toMatch(/^hold: rollBack/);
  });

  it('decides anew what was recorded without its decision', () => {
    const [first] = recorded;
    const replays = replayed(read(JSON.stringify({ facts: first?.facts })), []);
    expect(replays[0]?.differs).toBe(false);
  });

  it('says what other numbers would change: an early page beats what is slow or unlikely', () => {
    const quick = { ...DECISION_POLICY, pageMinutes: { critical: 2, standard: 2, batch: 2 } };
    const differing = replayed(recorded, [], quick).filter(({ differs }) => differs);
    expect(differing.length).toBeGreaterThan(5);
    expect(new Set(differing.map(({ after }) => after))).toEqual(new Set(['page']));
    const page = decide(fresh, quick).decision.candidates.find(({ remedy }) => remedy === 'page');
    expect(page?.costMinutes).toBe(2);
    expect(replayed(recorded, [], DECISION_POLICY).filter(({ differs }) => differs)).toEqual([]);
  });
});

describe('what was not read', () => {
  const bare = without(errors, 'rollBack', 'flipToggle');
  const asRecorded: Facts = {
    ...fresh,
    runbook: bare,
    releases: unknown('not read: the runbook has no rollBack'),
    toggles: { ads: { kind: 'unreadable', why: 'not read: the runbook has no flipToggle' } },
  };

  it.each([
    { case: 'deployments', facts: asRecorded, changed: without(errors, 'flipToggle'), unread: 'deployments' },
    { case: 'toggles', facts: asRecorded, changed: without(errors, 'rollBack'), unread: 'toggles' },
    { case: 'both', facts: asRecorded, changed: errors, unread: 'deployments and toggles' },
    {
      case: 'what earlier versions recorded as empty',
      facts: { ...asRecorded, releases: known({ deployments: [], taskDefinitions: {} }), toggles: {} },
      changed: errors,
      unread: 'deployments and toggles',
    },
  ])('makes it impossible to tell, and is counted apart: $case', ({ facts, changed, unread }) => {
    const replays = replayed([decided(facts), decided(fresh)], [changed]);
    expect(replays[0]).toMatchObject({ unread, differs: false, after: 'cannot be told' });
    const printed = replayText(replays);
    expect(printed).toContain('of 2 decisions would be different; of 1 it cannot be told.');
    expect(printed).toContain(`1 cannot be told: the ${unread} that the changed runbook needs were not read`);
  });

  it('does not matter where it changes nothing: the alarm is over, or no toggle would help', () => {
    const over: Facts = {
      ...asRecorded,
      alarms: known(
        asRecorded.incident.alarms.map(({ alarmName: name }) => ({ name, state: 'OK', stateChangedAt: 0 })),
      ),
    };
    const toggles = asRecorded.service.toggles.map((toggle) => ({ ...toggle, helps: ['crash-loop'] }));
    const helpless: Facts = { ...asRecorded, service: { ...asRecorded.service, toggles } };
    const replays = replayed([over, helpless].map(decided), [without(errors, 'rollBack')]);
    expect(replays.map(({ unread }) => unread)).toEqual([undefined, undefined]);
    expect(replays[0]).toMatchObject({ before: 'recovered', after: 'recovered', differs: false });
  });

  it('is not what could not be read: that is decided on as it was then', () => {
    const failed: Facts = { ...fresh, releases: unknown('ECS did not answer') };
    const [replay] = replayed([decided(failed)], [{ ...errors, title: 'the same in other words' }]);
    expect(replay).toMatchObject({ differs: false, after: expect.stringMatching(/^act: flipToggle/) });
    expect(replay).not.toHaveProperty('unread');
  });

  it('is not used either: without a rollback no deployment would have been read', () => {
    const failed: Facts = {
      ...fresh,
      incident: {
        ...fresh.incident,
        alarms: [],
        trigger: { ...fresh.incident.trigger, kind: 'deploymentFailed', deploymentId: 'ecs-svc/1' },
      },
      releases: known({
        deployments: [{ arn: 'd', status: 'ROLLBACK_SUCCESSFUL', startedAt: 0, taskDefinitionArn: 'user:6' }],
        taskDefinitions: {},
      }),
    };
    const [replay] = replayed([decided(failed)], [without(errors, 'rollBack')]);
    expect(replay).toMatchObject({ before: 'recovered', differs: true });
  });
});
