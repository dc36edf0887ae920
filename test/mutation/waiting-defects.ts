/** Defects of how long something is waited for, tried or open before it is a person's. */
import { inFile, type Defect } from './defect.ts';

export const WAITING_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/incident/silent.ts',
    ['test/core/incident/bounds.test.ts'],
    [
      {
        name: 'silent-for-ever',
        what: 'an incident without a sign of life blocks its service',
        from: 'INCIDENT_SILENT_MINUTES_MAX = 60',
        to: 'INCIDENT_SILENT_MINUTES_MAX = 60_000',
      },
      {
        name: 'silent-while-waiting',
        what: 'an incident that waits is taken for dead',
        from: 'Math.max(incident.steppedAt, waitEnd(incident.command))',
        to: 'incident.steppedAt',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/act.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'no-moves-for-undo',
        what: 'an attempt that used up its moves cannot be undone',
        from: 'MOVES_MAX + UNDO_MOVES_MAX',
        to: 'MOVES_MAX',
      },
      {
        name: 'moves-in-one-call',
        what: 'one call makes every move, past its timeout',
        from: 'moves < MOVES_PER_CALL;',
        to: 'moves < MOVES_PER_CALL * 1_000;',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/close.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'reopened-for-ever',
        what: 'signals keep an incident open for ever',
        from: 'times < REOPENED_MAX',
        to: 'times < REOPENED_MAX * 1_000',
      },
      {
        name: 'reopened-unhealed',
        what: 'an incident that a person was asked about goes on by itself',
        from: 'endedWell(outcome) && times',
        to: 'outcome !== undefined && times',
      },
    ],
  ),
  ...inFile(
    'core/holds/reasons.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'queue-for-ever',
        what: 'a heal waits for its turn for a day',
        from: 'QUEUE_MINUTES_MAX = 20',
        to: 'QUEUE_MINUTES_MAX = 1_440',
      },
    ],
  ),
  ...inFile(
    'core/holds/reasons.ts',
    ['test/workflow/transitions.test.ts', 'test/workflow/approval.test.ts', 'test/core/workflow/undo-refused.test.ts'],
    [
      {
        name: 'brake-is-no-brake',
        what: 'what a person switched off is undone and learnt like any refusal',
        from: "'override-off': { category: 'override' }",
        to: "'override-off': { category: 'failure' }",
      },
      {
        name: 'never-asked',
        what: 'a remedy that people keep for themselves is never asked for',
        from: "'approval-needed': { category: 'people', approvable: true }",
        to: "'approval-needed': { category: 'people' }",
      },
      {
        name: 'count-of-others',
        what: 'a count that another actor set is taken for a failure to undo',
        from: "'count-changed-by-others': { category: 'others' }",
        to: "'count-changed-by-others': { category: 'service' }",
      },
    ],
  ),
  ...inFile(
    'core/facts/overload.ts',
    ['test/core/facts/overload.test.ts'],
    [
      {
        name: 'saturated-is-broken',
        what: 'busy tasks are replaced where clients wait for answers',
        from: 'OVERLOAD_RATIO = 1.3',
        to: 'OVERLOAD_RATIO = 1.5',
      },
    ],
  ),
  ...inFile(
    'core/holds/waiting.ts',
    ['test/workflow/held-afterwards.test.ts', 'test/workflow/bounds.test.ts'],
    [
      {
        name: 'unreadable-for-ever',
        what: 'half a heal waits for hours for what cannot be read',
        from: 'now < since + BETWEEN_MOVES_MINUTES_MAX * 60_000',
        to: 'since <= now',
      },
      {
        name: 'left-unheard',
        what: 'no message tells that a toggle stays switched',
        from: 'LEFT_OVER_MINUTES_MAX = 60',
        to: 'LEFT_OVER_MINUTES_MAX = 60_000',
      },
      {
        name: 'storm-excuse',
        what: 'a storm is no reason to be late',
        from: "isStorm(reason) || reason === 'newer-tasks'",
        to: "reason === 'newer-tasks'",
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/last-moment-holds.ts',
    ['test/workflow/held-afterwards.test.ts'],
    [
      {
        name: 'old-storm',
        what: 'a storm of last week keeps a toggle from being switched',
        from: "phase === 'closed' && storm !== undefined && isTooOld",
        to: "phase === 'deciding' && storm !== undefined && isTooOld",
      },
      {
        name: 'young-storm',
        what: 'after its incident no storm counts for a toggle',
        from: '&& isTooOld(storm, clock.now())) return [];',
        to: ') return [];',
      },
    ],
  ),
  ...inFile(
    'core/verify/judge.ts',
    ['test/core/verify/judge.test.ts'],
    [
      {
        name: 'verified-for-ever',
        what: 'what cannot be verified is looked at for ever',
        from: 'EXTENSION_FACTOR = 3',
        to: 'EXTENSION_FACTOR = 3_000',
      },
    ],
  ),
  ...inFile(
    'core/decide/decide.ts',
    ['test/core/decide/decide.test.ts'],
    [
      {
        name: 'healing-for-ever',
        what: 'a heal goes on for hours without a person',
        from: 'if (minutes > limit) {',
        to: 'if (minutes > limit * 1_000) {',
      },
      {
        name: 'remedies-for-ever',
        what: 'one remedy after the other is tried',
        from: 'tried.length >= REMEDIES_PER_INCIDENT_MAX',
        to: 'tried.length > REMEDIES_PER_INCIDENT_MAX',
      },
    ],
  ),
  ...inFile(
    'core/remedies/roll-back/roll-back.ts',
    ['test/core/remedies/roll-back/first-task.test.ts', 'test/core/remedies/bounds.test.ts'],
    [
      {
        name: 'first-task-for-ever',
        what: 'a first task that never becomes healthy is watched for ever',
        from: '- since > CANARY_MINUTES_MAX * 60_000',
        to: '- since > CANARY_MINUTES_MAX * 60_000_000',
      },
      {
        name: 'first-task-anew',
        what: 'a first task that keeps starting anew is watched for ever',
        from: '(healthySince ?? now) - since',
        to: '(healthySince === undefined ? now : since) - since',
      },
      {
        name: 'rollout-for-ever',
        what: 'a rollout that never ends is waited for',
        from: 'now - since > ROLLOUT_MINUTES_MAX * 60_000',
        to: 'now < since',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/sweep-incidents.ts',
    ['test/workflow/sweep-incidents.test.ts', 'test/workflow/sweep.test.ts'],
    [
      {
        name: 'resumed-for-ever',
        what: 'what failed again and again is taken up again',
        from: '(incident.resumed ?? 0) >= RESUMES_MAX',
        to: '(incident.resumed ?? 0) >= RESUMES_MAX * 1_000',
      },
      {
        name: 'untold-passed-over',
        what: 'an untold end is forgotten where more incidents follow soon',
        from: '[...old.slice(-CLOSED_MAX), ...young.slice(-CLOSED_MAX)]',
        to: 'closed.slice(-CLOSED_MAX)',
      },
    ],
  ),
  ...inFile(
    'lib/workflow/definition.ts',
    ['test/lib/workflow/time-budgets.test.ts'],
    [
      {
        name: 'execution-for-ever',
        what: 'an execution that is stuck lives for months',
        from: '8 * 24 * 60 * 60',
        to: '80 * 24 * 60 * 60',
      },
      {
        name: 'execution-too-short',
        what: 'an execution dies before it restores its toggle',
        from: '8 * 24 * 60 * 60',
        to: '4 * 24 * 60 * 60',
      },
    ],
  ),
];
