/** Defects of what becomes of what a closed incident left changed. */
import { inFile, type Defect } from './defect.ts';

export const AFTERCARE_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/aftercare/held-back.ts',
    ['test/workflow/held-afterwards.test.ts', 'test/core/aftercare/turns.test.ts'],
    [
      {
        name: 'waits-before-others',
        what: 'a toggle stays switched for a day, because added tasks of the same incident are still needed',
        from: '{ ...left, notBefore: until }',
        to: 'left',
      },
      {
        name: 'leaves-half-done',
        what: 'an undo that has more moves to make lets another leftover go first',
        from: "operation === 'apply' || until <= now",
        to: "operation === 'apply'",
      },
      {
        name: 'told-again',
        what: 'people are told every ten minutes that a toggle stays switched',
        from: 'before?.told === true ||',
        to: '',
      },
      {
        name: 'held-since-now',
        what: 'what is held back is never held back for long',
        from: 'before?.since ?? now',
        to: 'now',
      },
    ],
  ),
  ...inFile(
    'core/aftercare/newer-tasks.ts',
    ['test/workflow/tasks-added-twice.test.ts'],
    [
      {
        name: 'older-tasks-first',
        what: 'of tasks that were added twice, the earlier ones are taken for a count that another actor changed',
        from: 'attempt.startedAt <= own.startedAt',
        to: 'attempt.startedAt > own.startedAt',
      },
      {
        name: 'waits-for-the-dead',
        what: 'added tasks wait for good for later ones that no execution removes',
        from: 'now < one.dueAt + NEWER_TASKS_MINUTES_MAX * 60_000',
        to: 'now > 0',
      },
    ],
  ),
  ...inFile(
    'core/incident/leftovers.ts',
    ['test/core/remedies/leaves.test.ts'],
    [
      {
        name: 'settled-undone-again',
        what: 'what is settled may be undone again',
        from: "filter(({ state }) => state.kind !== 'settled')",
        to: "filter(({ state }) => state.kind !== 'probing')",
      },
      {
        name: 'last-due-first',
        what: 'what is due last is changed back first, so the rest waits too long',
        from: 'lookAt(a) - lookAt(b)',
        to: 'lookAt(b) - lookAt(a)',
      },
      {
        name: 'command-names-none',
        what: 'the action of one leftover works on the journal of another that is due before',
        from: 'named ?? requestedLeftover(incident)',
        to: 'requestedLeftover(incident)',
      },
      {
        name: 'request-waits-for-trial',
        what: 'a person who asks to undo waits for a trial to end',
        from: 'requestedLeftover(incident) ?? probedLeftover(incident)',
        to: 'probedLeftover(incident) ?? requestedLeftover(incident)',
      },
    ],
  ),
  ...inFile(
    'core/stored/stored-incident.ts',
    ['test/core/remedies/leaves.test.ts'],
    [
      {
        name: 'earlier-undone-kept',
        what: 'what an earlier version settled is changed back again',
        from: 'if (undone === true) return',
        to: 'if (undone === undefined) return',
      },
      {
        name: 'earlier-leftovers-lost',
        what: 'what incidents of an earlier version left is forgotten',
        from: 'leftovers: incident.attempts.flatMap(leftoverOf)',
        to: 'leftovers: incident.attempts.slice(1).flatMap(leftoverOf)',
      },
    ],
  ),
  ...inFile(
    'core/aftercare/put-back.ts',
    ['test/workflow/narrowed-limits.test.ts'],
    [
      {
        name: 'put-back-for-ever',
        what: 'what was put back is due for ever',
        from: 'withLeftover(told, noLongerDue(left, now))',
        to: 'withLeftover(told, left)',
      },
    ],
  ),
  ...inFile(
    'core/aftercare/probe-timing.ts',
    ['test/workflow/half-open.test.ts'],
    [
      {
        name: 'probed-for-ever',
        what: 'a toggle is tried without its flip for ever',
        from: 'PROBES_MAX = 4',
        to: 'PROBES_MAX = 400',
      },
      {
        name: 'interval-stands',
        what: 'a toggle is tried again as often as at first',
        from: 'GROWTH = 2',
        to: 'GROWTH = 1',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/intake.ts',
    ['test/workflow/intake.test.ts'],
    [
      {
        name: 'old-event-forgets-incident',
        what: 'an event that grew too old between two tries leaves an incident without an execution',
        from: '(await openedBefore(world, input.executionArn)) ?? decoded',
        to: 'decoded',
      },
      {
        name: 'silent-end-untold',
        what: 'people are not told of a silent incident that an OK ended',
        from: 'if (silent === undefined) return',
        to: "if (silent?.id !== '') return",
      },
      {
        name: 'silent-toggle-unnamed',
        what: 'the toggle that a silent incident left switched is not named',
        from: 'if (left === undefined) return [ended];',
        to: "if (left?.toggle !== '') return [ended];",
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/intake.ts',
    ['test/workflow/claims-of-the-dead.test.ts'],
    [
      {
        name: 'claim-end-untold',
        what: 'a claim that ended otherwise than as failed, and untold, is not named by the next one',
        from: "outcome === 'failed' || clock.now() > closedAt",
        to: "outcome === 'failed' || clock.now() < closedAt",
      },
    ],
  ),
];
