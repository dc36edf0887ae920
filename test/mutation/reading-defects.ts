/** Defects of what AWS answers: failed reads, pages, periods that are not over, tasks of others. */
import { inFile, type Defect } from './defect.ts';

export const READING_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/signal/beyond-limit.ts',
    ['test/core/signal/beyond-limit.test.ts'],
    [
      {
        name: 'limit-is-well',
        what: 'a reading on a limit that fails is well',
        from: 'return limitFails === true;',
        to: 'return limitFails === null;',
      },
    ],
  ),
  ...inFile(
    'core/workflow/on-acted.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'unread-ends-untouched',
        what: 'a heal that did nothing yet ends because the override cannot be read',
        from: "journal.moves.length === 0 && endOfBraked(holds) === 'escalated'",
        to: 'journal.moves.length < 0',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/act.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'unread-withdraws',
        what: 'one read that fails withdraws an approval',
        from: 'const said = unreadHold(stance) === undefined;',
        to: 'const said = true;',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/heal-terms.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'unread-since-last-move',
        what: 'the wait for a read that fails is over before it begins, where the last move is long ago',
        from: 'const { unreadSince = now } = currentAttempt(incident);',
        to: 'const unreadSince = journal.moves.at(-1)?.at ?? currentAttempt(incident).startedAt;',
      },
    ],
  ),
  ...inFile(
    'core/verify/chance.ts',
    ['test/core/verify/chance.test.ts'],
    [
      {
        name: 'chance-is-harm',
        what: 'a failure that goes on among few requests is taken for harm of the remedy',
        from: 'atLeast > limit',
        to: 'atLeast >= 0 && value > limit',
      },
      {
        name: 'never-harm',
        what: 'among few requests no harm is ever proven',
        from: 'share + z2 / 2 - spread',
        to: '0',
      },
    ],
  ),
  ...inFile(
    'core/verify/late-alarms.ts',
    ['test/core/verify/late-alarms.test.ts'],
    [
      {
        name: 'late-for-ever',
        what: 'an alarm is never OK again whose metric stopped after a bad reading',
        from: 'due <= latestComplete(now, periodMs) && mayYetCome(due, now, periodMs)',
        to: 'due <= latestComplete(now, periodMs)',
      },
      {
        name: 'late-before-due',
        what: 'the reading after the newest one is late before its period is over',
        from: 'due <= latestComplete(now, periodMs) && mayYetCome(due, now, periodMs)',
        to: 'mayYetCome(due, now, periodMs)',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/last-moment-holds.ts',
    ['test/workflow/late-readings.test.ts'],
    [
      {
        name: 'late-ends-heal',
        what: 'a heal ends because the readings of its failure are late at its first move',
        from: 'await understoodAlarms(world, loaded, await readSnapshots(world.metrics, incident.alarms));',
        to: 'await readSnapshots(world.metrics, incident.alarms);',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/understood-alarms.ts',
    ['test/workflow/late-readings.test.ts'],
    [
      {
        name: 'late-is-over',
        what: 'an incident ends as recovered because its newest readings are late',
        from: 'if (!late && !quiet) return alarms;',
        to: 'if (!quiet) return alarms;',
      },
      {
        name: 'unread-ok-is-over',
        what: 'an alarm is OK that may be only late, because its readings could not be read',
        from: 'return late ? unread(series.why) : alarms;',
        to: 'return alarms;',
      },
      {
        name: 'late-hides-red',
        what: 'an alarm whose readings cannot be read hides another one that is red',
        from: 'const late = !red && ',
        to: 'const late = ',
      },
    ],
  ),
  ...inFile(
    'core/decide/decide.ts',
    ['test/workflow/unreadable.test.ts'],
    [
      {
        name: 'one-read-brakes',
        what: 'one read of the override that fails ends an incident as if a person had said so',
        from: "if (facts.stance.mode !== 'auto' && unread === undefined) {",
        to: "if (facts.stance.mode !== 'auto') {",
      },
    ],
  ),
  ...inFile(
    'core/people/override.ts',
    ['test/core/people/override.test.ts'],
    [
      {
        name: 'unread-hides-what-is-said',
        what: 'what a person wrote for a service is waited for, because the global parameter cannot be read',
        from: "unreadHold(global) !== undefined && own.mode !== 'auto' && ",
        to: 'unreadHold(global) === null && ',
      },
    ],
  ),
  ...inFile(
    'core/holds/whose.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'unread-wakes-nobody',
        what: 'a heal that stops half done because the override cannot be read wakes no person',
        from: "holds.filter(({ reason }) => reason !== 'override-unreadable')",
        to: "holds.filter(({ reason }) => reason !== 'override-off')",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/ssm-override.ts',
    ['test/contract/parameter-store.test.ts'],
    [
      {
        name: 'failed-read-is-absent',
        what: 'an override that cannot be read does not exist',
        from: "return () => ({ kind: 'unreadable', why });",
        to: "return () => ({ kind: 'absent' });",
      },
      {
        name: 'absent-unreadable',
        what: 'a parameter that does not exist cannot be read',
        from: 'found.InvalidParameters?.includes(name) === true',
        to: 'found.InvalidParameters?.includes(name) === null',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/ssm-toggles.ts',
    ['test/contract/parameter-store.test.ts'],
    [
      {
        name: 'toggle-error-absent',
        what: 'a toggle that cannot be read does not exist',
        from: "return { kind: 'unreadable', why: describeError(error), unread: true };",
        to: "return { kind: 'absent' };",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/parameter-reading.ts',
    ['test/contract/parameter-store.test.ts'],
    [
      {
        name: 'secret-is-value',
        what: 'an encrypted value is taken for the value',
        from: "if (parameter.Type === 'SecureString')",
        to: 'if (parameter.Type === undefined)',
      },
      {
        name: 'first-version-changed',
        what: 'that a parameter was made is a change',
        from: 'modified !== undefined && version > 1',
        to: 'modified !== undefined && version > 0',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/ecs-services.ts',
    ['test/contract/stop-task.test.ts'],
    [
      {
        name: 'foreign-task',
        what: 'a task of another service is stopped',
        from: 'if (task.group === `service:${service.ecsService}`) return true;',
        to: 'if (task.group !== undefined) return true;',
      },
      {
        name: 'unmarked-stop',
        what: 'a task is stopped without saying who did it',
        from: 'if (!reason.startsWith(STOP_REASON_PREFIX)) throw',
        to: "if (reason === '') throw",
      },
      {
        name: 'gone-is-error',
        what: 'a task that is gone fails the heal',
        from: 'if (!isGone(error)) throw error;',
        to: 'throw error;',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/ecs-reads.ts',
    ['test/contract/read-bounds.test.ts'],
    [
      {
        name: 'first-tasks',
        what: 'only the first hundred tasks are seen',
        from: 'if (nextToken === undefined) return arns;',
        to: 'return arns;',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/cloudwatch-metrics.ts',
    ['test/contract/read-bounds.test.ts'],
    [
      {
        name: 'partial-series',
        what: 'readings that are not complete count as complete',
        from: "if (status !== 'Complete') throw",
        to: "if (status === 'InternalError') throw",
      },
      {
        name: 'first-series-page',
        what: 'only the first page of readings is read',
        from: 'if (NextToken === undefined) return results;',
        to: 'return results;',
      },
      {
        name: 'all-alarms',
        what: 'without names every alarm is read',
        from: 'if (names.length === 0) return [];',
        to: '',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/metric-queries.ts',
    ['test/contract/read-bounds.test.ts'],
    [
      {
        name: 'period-not-over',
        what: 'a period that is not over counts',
        from: 'const complete = at >= range.from && at + periodSeconds * 1000 <= range.to;',
        to: 'const complete = at >= range.from;',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/states-executions.ts',
    ['test/contract/executions.test.ts'],
    [
      {
        name: 'unknown-is-running',
        what: 'an unknown execution runs',
        from: "return { kind: 'unknown' };",
        to: "return { kind: 'running' };",
      },
    ],
  ),
];
