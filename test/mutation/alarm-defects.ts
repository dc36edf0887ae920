/** Defects of alarms that are gone or without data, of warnings, and of what the breaker counts. */
import { inFile, type Defect } from './defect.ts';

export const ALARM_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/decide/decide.ts',
    ['test/core/decide/alarm-gone.test.ts'],
    [
      {
        name: 'gone-is-red',
        what: 'an alarm that is gone is red',
        from: "?.state === 'ALARM',",
        to: "?.state !== 'OK',",
      },
      {
        name: 'gone-is-clear',
        what: 'an alarm that is gone is OK',
        from: "?.state === 'OK');",
        to: "?.state !== 'ALARM');",
      },
      {
        name: 'no-alarms-clear',
        what: 'an incident without alarms is over',
        from: "alarms.kind === 'unknown' || incident.alarms.length === 0) return false",
        to: "alarms.kind === 'unknown') return false",
      },
      {
        name: 'unread-is-red',
        what: 'an alarm that cannot be read is red',
        from: "if (alarms.kind === 'unknown') return false;",
        to: "if (alarms.kind === 'unknown') return true;",
      },
      {
        name: 'acts-without-red',
        what: 'the healer acts though no alarm is red',
        from: 'const waits = nothingRed(facts) ?? down',
        to: 'const waits = down',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/last-moment-holds.ts',
    ['test/core/decide/alarm-gone.test.ts'],
    [
      {
        name: 'moves-without-red',
        what: 'the first move is made though no alarm is red any more',
        from: 'return someRed({ alarms: snapshots, incident }) ? []',
        to: "return incident.id !== '' ? []",
      },
      {
        name: 'moves-unread',
        what: 'the first move is made though no alarm can be read',
        from: "if (snapshots.kind === 'unknown') return [hold('alarm-unreadable'",
        to: "if (snapshots.kind === 'unknown') return [] ; if (snapshots.kind === undefined) return [hold('alarm-unreadable'",
      },
    ],
  ),
  ...inFile(
    'core/verify/judge.ts',
    ['test/core/verify/judge.test.ts'],
    [
      {
        name: 'nothing-is-well',
        what: 'with nothing measured it counts as recovered',
        from: "const NO_EVIDENCE: Check = { state: 'unknown'",
        to: "const NO_EVIDENCE: Check = { state: 'good'",
      },
    ],
  ),
  ...inFile(
    'core/verify/alarm-checks.ts',
    ['test/core/verify/judge.test.ts'],
    [
      {
        name: 'gone-is-well',
        what: 'an alarm that is gone shows recovery',
        from: "if (alarm === undefined) return { state: 'unknown', line };",
        to: "if (alarm === undefined) return { state: 'good', line };",
      },
      {
        name: 'no-data-is-well',
        what: 'an alarm without data shows recovery',
        from: "alarm.state === 'ALARM' ? 'bad' : 'unknown', line",
        to: "alarm.state === 'ALARM' ? 'bad' : 'good', line",
      },
    ],
  ),
  ...inFile(
    'core/verify/alarm-checks.ts',
    ['test/core/verify/silent-counts.test.ts'],
    [
      {
        name: 'red-is-quiet',
        what: 'an alarm that stays red counts as quiet',
        from: 'if (silent && keepsQuiet(alarm)) {',
        to: 'if (silent) {',
      },
    ],
  ),
  ...inFile(
    'core/verify/complete-points.ts',
    ['test/core/verify/complete-points.test.ts'],
    [
      {
        name: 'old-is-fresh',
        what: 'readings that ended long ago count as those of now',
        from: 'if (!fresh) return [];',
        to: '',
      },
      {
        name: 'gap-is-nothing',
        what: 'a gap in the readings is none',
        from: 'return gap < 0 ? after : after.slice(gap);',
        to: 'return after;',
      },
    ],
  ),
  ...inFile(
    'core/verify/guard-check.ts',
    ['test/core/verify/guard-check.test.ts'],
    [
      {
        name: 'silent-guard',
        what: 'a guard metric that fell silent is well',
        from: "return { state: 'unknown', line: `${metric} ${last.map(format).join(', ') || 'no data'} (${measured})` };",
        to: "return { state: 'good', line: `${metric} ${last.map(format).join(', ') || 'no data'} (${measured})` };",
      },
    ],
  ),
  ...inFile(
    'core/verify/stray-alarms.ts',
    ['test/core/verify/stray-alarms.test.ts'],
    [
      {
        name: 'stray-ignored',
        what: 'another alarm that is red is no matter',
        from: "state === 'ALARM' && suppressed",
        to: "state === 'INSUFFICIENT_DATA' && suppressed",
      },
      {
        name: 'suppressed-counts',
        what: 'an alarm that people suppressed keeps a heal from ending',
        from: 'suppressed !== true && ',
        to: '',
      },
    ],
  ),
  ...inFile(
    'core/verify/self-recovery.ts',
    ['test/core/verify/self-recovery.test.ts'],
    [
      {
        name: 'credit-for-nothing',
        what: 'a remedy is credited with what was over before it',
        from: 'return last !== undefined && !isBeyond(measure, last.value);',
        to: 'return false;',
      },
    ],
  ),
  ...inFile(
    'core/decide/candidates.ts',
    [
      'test/core/decide/scaling.test.ts',
      'test/core/decide/forecast.test.ts',
      'test/core/decide/change-calendar.test.ts',
      'test/core/decide/scenarios.test.ts',
      'test/workflow/dependencies.test.ts',
      'test/workflow/circumstances.test.ts',
      'test/runbooks/examples.test.ts',
    ],
    [
      {
        name: 'warning-disrupts',
        what: 'a forecast is reason enough for anything disruptive',
        from: '    disruptive && forecast,\n',
        to: '',
      },
      {
        name: 'one-forecast-holds',
        what: 'one forecast beside a red alarm holds everything back',
        from: 'alarms.some(({ measure }) => measure?.forecast === undefined)',
        to: 'alarms.every(({ measure }) => measure?.forecast === undefined)',
      },
      {
        name: 'busy-is-broken',
        what: 'busy tasks are replaced',
        from: "    change === 'tasks' && overload,\n",
        to: '',
      },
      {
        name: 'dependency-blamed',
        what: 'a service is healed of what its dependency has',
        from: '    moreThanAFeature && dependency,\n',
        to: '',
      },
      {
        name: 'scaling-disturbed',
        what: 'tasks are replaced while autoscaling is at work',
        from: '    moreThanAFeature && scaling,\n',
        to: '',
      },
      {
        name: 'calendar-ignored',
        what: 'a closed calendar does not prevent a rollback',
        from: '    disruptive && calendar,\n',
        to: '',
      },
      {
        name: 'tried-again',
        what: 'a remedy that did not help is tried again',
        from: "    again && hold('already-tried', 'tried in this incident'),\n",
        to: '',
      },
    ],
  ),
  ...inFile(
    'core/incident/attempt-outcome.ts',
    ['test/lambdas/stages/learn.test.ts'],
    [
      {
        name: 'censored-counts',
        what: 'what says nothing of a remedy counts for the breaker',
        from: "if (status === 'censored' || status === 'pending') return undefined;",
        to: "if (status === 'pending') return undefined;",
      },
      {
        name: 'help-unseen',
        what: 'a success counts as a failure for the breaker',
        from: "helped: status === 'succeeded'",
        to: "helped: status === 'pending'",
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/learn.ts',
    ['test/lambdas/stages/learn.test.ts'],
    [
      {
        name: 'harm-forgotten-by-memory',
        what: 'memory does not learn that a remedy did harm',
        from: 'harmful: harmful === true',
        to: 'harmful: harmful === undefined',
      },
    ],
  ),
  ...inFile(
    'core/limits/breaker.ts',
    ['test/core/limits/breaker.test.ts'],
    [
      {
        name: 'outcome-twice',
        what: 'an outcome counts as often as it is told',
        from: 'if (breaker.outcomes.some(({ attemptId }) => attemptId === outcome.attemptId)) return breaker;',
        to: '',
      },
      {
        name: 'old-outcomes',
        what: 'what was before it closed counts again',
        from: 'const outcomes = all.filter(({ at }) => at > countsAfter);',
        to: 'const outcomes = all.filter(({ at }) => at > 0 || countsAfter > 0);',
      },
      {
        name: 'one-service-opens',
        what: 'one sick service stops the healer',
        from: 'inARow && servicesOf(last) >= SERVICES_MIN',
        to: 'inARow',
      },
      { name: 'success-opens', what: 'a success opens the breaker', from: '!helped && failing(', to: 'failing(' },
      {
        name: 'half-open-for-ever',
        what: 'a breaker that is half-open never closes',
        from: 'helped ? { outcomes, countsAfter: at } :',
        to: 'helped ? { ...breaker, outcomes } :',
      },
      {
        name: 'open-for-ever',
        what: 'a breaker that opened stays open',
        from: "return now < until ? { kind: 'open', until }",
        to: "return now > 0 ? { kind: 'open', until }",
      },
      {
        name: 'half-failing-unseen',
        what: 'half of the heals fail, and it stays closed',
        from: 'failed.length >= recent.length * RECENT_SHARE',
        to: 'failed.length > recent.length',
      },
    ],
  ),
];
