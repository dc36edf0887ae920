/** What an attempt leaves when its incident closes, by its journal, and what of it is looked after first. */
import { describe, expect, it } from 'vitest';
import { withLeftovers, type AttemptBefore } from '../../../core/stored/stored-incident.ts';
import { leftoverInHand, requestedLeftover, undoable } from '../../../core/incident/leftovers.ts';
import type { Leftover } from '../../../core/incident/leftover.ts';
import type { Move, Plan } from '../../../core/incident/journal.ts';
import { leftoversOf } from '../../../core/remedies/leaves.ts';
import { START, sampleIncident } from '../../contract/samples.ts';
import {
  FLIP,
  NARROW,
  NEW,
  OLD,
  REPLACE,
  ROLL_BACK,
  SCALE,
  attemptWith,
  count,
  deploy,
  limitsBack,
  write,
} from '../../support/left-plans.ts';

const HOUR = 3_600_000;
const NOW = START + 3 * HOUR;
const attempt = attemptWith<Partial<AttemptBefore>>;
const LEAVE: Move = { kind: 'deregisterTarget', targetId: '10.0.0.2', port: 8080 };

const ON_REQUEST = { attempt: 1, state: { kind: 'kept' } } as const;
const TOGGLE = { ...ON_REQUEST, remedy: 'flipToggle', dueAt: FLIP.expiresAt, probed: true } as const;
const TASKS = { ...ON_REQUEST, remedy: 'scaleOut', dueAt: SCALE.expiresAt } as const;
const REVISION = { ...ON_REQUEST, remedy: 'rollBack' } as const;
const LIMITS = { ...REVISION, dueAt: START, staysUndoable: true } as const;
const HALF = { ...ON_REQUEST, remedy: 'replaceTasks' } as const;
const INTERRUPTED = { status: 'censored' } as const;
const narrowed = [deploy(OLD, NARROW)];

describe('what an attempt leaves', () => {
  it.each([
    { case: 'a toggle that may be switched', one: attempt(FLIP, [write('off')]), left: [TOGGLE] },
    {
      case: 'a toggle with a write back that may not have happened',
      one: attempt(FLIP, [write('off'), write('on')]),
      left: [TOGGLE],
    },
    {
      case: 'no toggle that was seen to be back',
      one: attempt(FLIP, [write('off'), write('on')], { undone: true }),
      left: [],
    },
    { case: 'no toggle that was never written', one: attempt(FLIP, []), left: [] },
    { case: 'tasks that were added', one: attempt(SCALE, [count(6)]), left: [TASKS] },
    { case: 'no tasks that were given back', one: attempt(SCALE, [count(6), count(4)], { undone: true }), left: [] },
    {
      case: 'the revision of a rollback that healed',
      one: attempt(ROLL_BACK, [...narrowed, limitsBack]),
      left: [REVISION],
    },
    {
      case: 'narrow rollout limits of a rollback that was interrupted',
      one: attempt(ROLL_BACK, narrowed, INTERRUPTED),
      left: [LIMITS],
    },
    {
      case: 'rollout limits that nothing shows to be put back',
      one: attempt(ROLL_BACK, [...narrowed, limitsBack], INTERRUPTED),
      left: [LIMITS],
    },
    {
      case: 'nothing of a rollback that was undone',
      one: attempt(ROLL_BACK, narrowed, { status: 'failed', undone: true }),
      left: [],
    },
    { case: 'nothing where nothing was deployed', one: attempt(ROLL_BACK, [], INTERRUPTED), left: [] },
    {
      case: 'the revision alone where the usual limits are as narrow',
      one: attempt(
        { ...ROLL_BACK, canary: { usual: NARROW, narrow: NARROW, watchMs: 1 } } as Plan,
        narrowed,
        INTERRUPTED,
      ),
      left: [REVISION],
    },
    {
      case: 'the revision alone of a version in which no task went first',
      one: attempt(
        { kind: 'rollBack', from: NEW, to: OLD },
        [{ kind: 'setTaskDefinition', taskDefinitionArn: OLD }],
        INTERRUPTED,
      ),
      left: [REVISION],
    },
    {
      case: 'nothing of a replacement that came to its end',
      one: attempt(REPLACE, [LEAVE, count(5), count(4)]),
      left: [],
    },
    {
      case: 'half of a replacement that was interrupted',
      one: attempt(REPLACE, [LEAVE, count(5)], INTERRUPTED),
      left: [HALF],
    },
    { case: 'nothing of a replacement before its first move', one: attempt(REPLACE, [], INTERRUPTED), left: [] },
  ])('is $case', ({ one, left }) => {
    expect(leftoversOf([one])).toEqual(left);
  });
});

const TWO = { ...TASKS, attempt: 2 } as const;

describe('the leftover that is looked after', () => {
  it("is undone the newest first at a person's request, each once for one request, and again for the next", () => {
    const undoAsked = { at: NOW, by: '' };
    const refused: Leftover = { ...TWO, undoResult: { at: NOW, done: false, text: 'changed' } };
    expect(requestedLeftover({ leftovers: [TOGGLE, TWO] })).toBeUndefined();
    expect(requestedLeftover({ leftovers: [TOGGLE, TWO], undoAsked })).toBe(TWO);
    expect(requestedLeftover({ leftovers: [TOGGLE, refused], undoAsked })).toBe(TOGGLE);
    expect(requestedLeftover({ leftovers: [TOGGLE, refused], undoAsked: { at: NOW + 1, by: '' } })).toBe(refused);
    expect(requestedLeftover({ leftovers: [TOGGLE, TWO], undoAsked: { ...undoAsked, over: true } })).toBeUndefined();
  });

  it('is what a person asked for, then the toggle on trial, then what is due first', () => {
    const probing: Leftover = { ...TOGGLE, state: { kind: 'probing', since: NOW, bad: 0 } };
    expect(leftoverInHand({ leftovers: [TOGGLE, TWO] })).toBe(TWO);
    expect(leftoverInHand({ leftovers: [{ ...TOGGLE, dueAt: START }, TWO] })).toMatchObject({ attempt: 1 });
    expect(leftoverInHand({ leftovers: [probing, TWO] })).toBe(probing);
    expect(leftoverInHand({ leftovers: [probing, TWO], undoAsked: { at: NOW, by: '' } })).toBe(TWO);
    expect(leftoverInHand({ leftovers: [REVISION, HALF] })).toBeUndefined();
  });

  it('is the one that the pending command names, also while another is due before', () => {
    const again = { kind: 'act', remedy: 'flipToggle', operation: 'apply', attempt: 1 } as const;
    const wait = { kind: 'wait', until: new Date(NOW).toISOString(), next: again } as const;
    for (const command of [again, wait]) {
      expect(leftoverInHand({ leftovers: [TOGGLE, TWO], command })).toBe(TOGGLE);
    }
    const { attempt: _unnamed, ...earlier } = again;
    expect(leftoverInHand({ leftovers: [TOGGLE, TWO], command: earlier })).toBe(TWO);
  });

  it('may be undone until it is settled', () => {
    const handed: Leftover = { ...TOGGLE, state: { kind: 'handedToOperator' } };
    expect(undoable({ leftovers: [handed, { ...TWO, state: { kind: 'settled' } }, REVISION] })).toEqual([
      REVISION,
      handed,
    ]);
    expect(undoable({})).toEqual([]);
  });
});

describe('a closed incident of a version that recorded leftovers on their attempts', () => {
  const probes = { failed: 1, intervalMs: HOUR, quietUntil: NOW };
  const askedBack = { at: NOW, done: true, text: 'search is on as before' };
  const watch = { since: NOW, bad: 1 };

  it.each([
    { case: 'a toggle that waits', one: attempt(FLIP, [write('off')]), left: TOGGLE },
    {
      case: 'a toggle that was undone on request',
      one: attempt(FLIP, [write('off')], { undone: true, askedBack }),
      left: { ...TOGGLE, state: { kind: 'settled' }, undoResult: askedBack },
    },
    {
      case: 'a toggle on trial',
      one: attempt(FLIP, [write('off')], { probes: { ...probes, watch } }),
      left: { ...TOGGLE, probes, state: { kind: 'probing', ...watch } },
    },
    {
      case: 'a toggle that was flipped again',
      one: attempt({ ...FLIP, expiresAt: NOW }, [write('off')], { probes }),
      left: { ...TOGGLE, dueAt: NOW, probes },
    },
    {
      case: 'a toggle that a person has now',
      one: attempt(FLIP, [write('off')], { handedOver: true, probes }),
      left: { ...TOGGLE, probes, state: { kind: 'handedToOperator' } },
    },
    {
      case: 'tasks that are held back',
      one: attempt(SCALE, [count(6)], { heldBack: { since: NOW, told: true } }),
      left: { ...TASKS, heldBack: { since: NOW, told: true } },
    },
    {
      case: 'rollout limits that were put back',
      one: attempt(ROLL_BACK, narrowed, { ...INTERRUPTED, pacePutBack: true }),
      left: REVISION,
    },
    { case: 'rollout limits that are still narrow', one: attempt(ROLL_BACK, narrowed, INTERRUPTED), left: LIMITS },
  ])('is read with what it left: $case', ({ one, left }) => {
    const incident = withLeftovers(sampleIncident({ phase: 'closed', outcome: 'healed', attempts: [one] }));
    expect(incident.leftovers).toEqual([left]);
    const { probes: _1, handedOver: _2, pacePutBack: _3, askedBack: _4, heldBack: _5, ...rest } = one;
    expect(incident.attempts).toEqual([rest]);
  });

  it('is left alone where it is open, or was written with its leftovers', () => {
    const open = sampleIncident({ phase: 'verifying', attempts: [attempt(FLIP, [write('off')])] });
    expect(withLeftovers(open)).toBe(open);
    const written = sampleIncident({ phase: 'closed', attempts: [attempt(FLIP, [write('off')])], leftovers: [] });
    expect(withLeftovers(written)).toBe(written);
  });
});
