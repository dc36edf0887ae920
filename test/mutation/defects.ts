/**
 * The defects of the mutation check: each takes one condition of the safety code away or turns it round. `from` must be
 * in the file exactly once, which a test sees to; `tests` are those that should see it, and the chaos harness is asked
 * when they do not.
 */
import { ALARM_DEFECTS } from './alarm-defects.ts';
import { BUDGET_DEFECTS } from './budget-defects.ts';
import type { Defect } from './defect.ts';
import { KEPT_DEFECTS } from './kept-defects.ts';
import { LIMIT_DEFECTS } from './limit-defects.ts';
import { OPERATOR_DEFECTS } from './operator-defects.ts';
import { OTHERS_DEFECTS } from './others-defects.ts';
import { PEOPLE_DEFECTS } from './people-defects.ts';
import { READING_DEFECTS } from './reading-defects.ts';
import { STORED_DEFECTS } from './stored-defects.ts';
import { TABLE_DEFECTS } from './table-defects.ts';
import { AFTERCARE_DEFECTS } from './aftercare-defects.ts';
import { WAITING_DEFECTS } from './waiting-defects.ts';
import { WORDS_DEFECTS } from './words-defects.ts';

const TABLE = ['test/contract/dynamodb.test.ts'];
const HEALING = [
  'test/workflow/healing.test.ts',
  'test/workflow/approval.test.ts',
  'test/workflow/coordination.test.ts',
];
const ENDS = ['test/workflow/crashes.test.ts', 'test/workflow/dead-executions.test.ts'];
const STORMS = ['test/workflow/storm.test.ts', 'test/workflow/account-limits.test.ts'];
const GUARDS = ['test/core/remedies'];

const LAST_MOMENT: readonly Defect[] = [
  {
    name: 'override-ignored',
    what: 'the override is not asked before a move',
    file: 'lambdas/stages/act.ts',
    from: 'return [...people, ...othersHolds,',
    to: 'return [...othersHolds,',
    tests: HEALING,
  },
  {
    name: 'lease-unchecked',
    what: 'the lease is not asked before a move',
    file: 'lambdas/stages/heal-terms.ts',
    from: 'beforeMove: (world, { incident }) => leaseHoldsOf(world, incident),',
    to: 'beforeMove: async () => [],',
    tests: ['test/workflow/lease.test.ts'],
  },
  {
    name: 'alarm-unchecked',
    what: 'the alarm is not read again before the first move',
    file: 'lambdas/stages/act.ts',
    from: '...othersHolds, ...alarmHolds, ...stormHolds]',
    to: '...othersHolds, ...stormHolds]',
    tests: HEALING,
  },
  {
    name: 'storm-unchecked',
    what: 'a storm that began meanwhile does not stop a heal',
    file: 'lambdas/stages/act.ts',
    from: '...alarmHolds, ...stormHolds];',
    to: '...alarmHolds];',
    tests: STORMS,
  },
  {
    name: 'approval-for-ever',
    what: 'an approval that was withdrawn still counts',
    file: 'lambdas/stages/act.ts',
    from: '!stillApproved(override.answer) && WITHDRAWN',
    to: 'override.answer === undefined && WITHDRAWN',
    tests: HEALING,
  },
  {
    name: 'done-before-written',
    what: 'a move is made before it is journalled',
    file: 'lambdas/stages/act.ts',
    from: '    acting = { ...acting, incident: await journal(world, acting.incident, next) };\n    await perform(world, acting, next.move);\n',
    to: '    await perform(world, acting, next.move);\n    acting = { ...acting, incident: await journal(world, acting.incident, next) };\n',
    tests: ENDS,
  },
  {
    name: 'unreadable-is-auto',
    what: 'an override that cannot be read is no override',
    file: 'core/people/override.ts',
    from: "    case 'unreadable':\n",
    to: "    case 'unreadable':\n      return { mode: 'auto' };\n",
    tests: ['test/core/people/override.test.ts'],
  },
  {
    name: 'milder-counts',
    what: 'of two overrides the milder counts',
    file: 'core/people/override.ts',
    from: 'STRICTNESS[own.mode] > STRICTNESS[global.mode] ? own : global',
    to: 'STRICTNESS[own.mode] < STRICTNESS[global.mode] ? own : global',
    tests: ['test/core/people/override.test.ts'],
  },
];

const ENDINGS: readonly Defect[] = [
  {
    name: 'lease-kept',
    what: 'the group is not freed when an incident closes',
    file: 'lambdas/stages/close.ts',
    from: '  await release(world.limits, loaded.incident, loaded.service.group);\n',
    to: '',
    tests: HEALING,
  },
  {
    name: 'abandoned-lease',
    what: 'the group is not freed when an incident is given up',
    file: 'lambdas/stages/abandon.ts',
    from: '    await release(world.limits, loaded.incident, loaded.service.group);\n',
    to: '',
    tests: ENDS,
  },
  {
    name: 'counted-twice',
    what: 'a result is counted as often as it is told',
    file: 'lambdas/adapters/dynamo-memory.ts',
    from: "    condition: '#status = :pending',\n    names: ['status', 'settledAt'],\n    values: { status: result.status, settledAt: result.at, pending: 'pending' },\n",
    to: "    names: ['status', 'settledAt'],\n    values: { status: result.status, settledAt: result.at },\n",
    tests: TABLE,
  },
  {
    name: 'worse-stays',
    what: 'what made things worse is not undone',
    file: 'core/workflow/on-judged.ts',
    from: '      return undoOrLearn(\n        withOutcome(harmful,',
    to: '      return ((incident: Incident, _journal: unknown) => learn(incident))(\n        withOutcome(harmful,',
    tests: ['test/workflow/scaling-out.test.ts', 'test/workflow/rolling-back.test.ts'],
  },
  {
    name: 'silence-is-health',
    what: 'without readings it counts as recovered',
    file: 'core/verify/limit-check.ts',
    from: "return { state: fails.at(-1) === true ? 'bad' : 'unknown', line };",
    to: "return { state: fails.at(-1) === true ? 'bad' : 'good', line };",
    tests: ['test/core/verify/judge.test.ts'],
  },
];

const TARGETS: readonly Defect[] = [
  {
    name: 'too-few-left',
    what: 'more tasks are taken out than the disruption budget allows',
    file: 'core/remedies/replace-tasks/replace-tasks.ts',
    from: 'if (plan.sickKnown && wellInService >= plan.keepRunning)',
    to: 'if (plan.sickKnown)',
    tests: GUARDS,
  },
  {
    name: 'stop-before-start',
    what: 'tasks are stopped before their replacements are healthy',
    file: 'core/remedies/replace-tasks/replace-tasks.ts',
    from: 'if (wellInService < enough) return awaitReplacements',
    to: 'if (wellInService < 0) return awaitReplacements',
    tests: GUARDS,
  },
  {
    name: 'foreign-count',
    what: 'a desired count that another actor set is overwritten',
    file: 'core/remedies/replace-tasks/replace-tasks.ts',
    from: 'if (!counts.includes(running.service.desiredCount))',
    to: 'if (counts.length === 0)',
    tests: GUARDS,
  },
  {
    name: 'foreign-toggle',
    what: 'a toggle that another actor set is overwritten',
    file: 'core/remedies/flip-toggle/flip-toggle.ts',
    from: 'if (current.value !== plan.previous || writtenByOthers(journal, current))',
    to: "if (current.value === '')",
    tests: GUARDS,
  },
  {
    name: 'unknown-schema',
    what: 'a rollback over a schema without a tag',
    file: 'core/remedies/roll-back/guards/compatibility.ts',
    from: 'if (unknown >= 0) {',
    to: 'if (unknown >= 1_000) {',
    tests: GUARDS,
  },
  {
    name: 'ping-pong',
    what: 'a second way back within a day',
    file: 'core/remedies/roll-back/guards/ping-pong.ts',
    from: 'if (last !== undefined) {',
    to: 'if (last !== undefined && left !== undefined) {',
    tests: GUARDS,
  },
];

export const DEFECTS: readonly Defect[] = [
  ...LIMIT_DEFECTS,
  ...LAST_MOMENT,
  ...PEOPLE_DEFECTS,
  ...ENDINGS,
  ...TARGETS,
  ...KEPT_DEFECTS,
  ...AFTERCARE_DEFECTS,
  ...WAITING_DEFECTS,
  ...WORDS_DEFECTS,
  ...STORED_DEFECTS,
  ...TABLE_DEFECTS,
  ...READING_DEFECTS,
  ...BUDGET_DEFECTS,
  ...OPERATOR_DEFECTS,
  ...OTHERS_DEFECTS,
  ...ALARM_DEFECTS,
];
