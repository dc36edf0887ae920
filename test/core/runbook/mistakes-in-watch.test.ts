/**
 * Mistakes in words, keys, watches and signals of a runbook: each is caught, with the exact words a person reads.
 */
import { describe, expect, test } from 'vitest';
import { REMEDY_KINDS } from '../../../core/vocabulary.ts';
import { said } from './said.ts';
import { edited } from './runbook-text.ts';

const MISTAKES = [
  {
    case: 'an unknown remedy',
    from: 'remedy: replaceTasks',
    to: 'remedy: restart',
    says: [
      `:25:13 remedies[1].remedy: unknown remedy "restart" (allowed: ${REMEDY_KINDS.join(', ')}); did you mean replaceTasks?`,
    ],
  },
  {
    case: 'a misspelt remedy',
    from: 'remedy: replaceTasks',
    to: 'remedy: replaceTask',
    says: [
      `:25:13 remedies[1].remedy: unknown remedy "replaceTask" (allowed: ${REMEDY_KINDS.join(', ')}); did you mean replaceTasks?`,
    ],
  },
  {
    case: 'an unknown key',
    from: 'owner: storage team',
    to: 'owner: storage team\nlimit: 3',
    says: [
      ':6:1 limit: unknown key "limit" (allowed: failureType, title, summary, owner, severity, watch, signals, remedies, verification, limits, escalation, examples); did you mean limits?',
    ],
  },
  {
    case: 'a misspelt key deep inside',
    from: '    missingData: ignore',
    to: '    misingData: ignore',
    says: [
      ':12:5 watch[0].misingData: unknown key "misingData" (allowed: id, metric, above, below, breaching, missingData, forecast); did you mean missingData?',
    ],
  },
  {
    case: 'a missing owner',
    from: 'owner: storage team\n',
    to: '',
    says: [':2:1 owner: is missing; write the team or person who answers for this runbook'],
  },
  {
    case: 'an empty owner',
    from: 'owner: storage team',
    to: 'owner:',
    says: [':5:1 owner: is empty; write the team or person who answers for this runbook'],
  },
  {
    case: 'an unknown severity',
    from: 'severity: high',
    to: 'severity: urgent',
    says: [':6:11 severity: unknown severity "urgent" (allowed: critical, high, low)'],
  },
  {
    case: 'an unknown metric',
    from: 'metric: cpuPercent',
    to: 'metric: cpu',
    says: [
      ':9:13 watch[0].metric: unknown metric "cpu" (allowed: cpuPercent, memoryPercent, errorRatePercent, unansweredPercent, p99LatencyMilliseconds, requestCount, unhealthyHosts, missingTasks); did you mean cpuPercent?',
    ],
  },
  {
    case: 'a forecast of what falls',
    from: '    above: 90 %\n    breaching: 2 of 3\n    missingData: ignore',
    to: '    below: 90 %\n    breaching: 2 of 3\n    missingData: ignore\n    forecast: { ahead: 1 hour, floor: 40 %, riseMin: 15 % }',
    says: [':13:15 watch[0].forecast: a forecast is of what rises; write above, or leave out forecast'],
  },
  {
    case: 'a forecast of the next minute',
    from: '    missingData: ignore',
    to: '    missingData: ignore\n    forecast: { ahead: 1 minute, floor: 40 %, riseMin: 15 % }',
    says: [':13:24 watch[0].forecast.ahead: no forecast is possible for 1 minute ahead; write 10 to 180 minutes'],
  },
  {
    case: 'a rise without a unit',
    from: '    missingData: ignore',
    to: '    missingData: ignore\n    forecast: { ahead: 1 hour, floor: 40 %, riseMin: 15 }',
    says: [':13:54 watch[0].forecast.riseMin: 15 has no unit, cpuPercent is in %; write it as "15 %"'],
  },
  {
    case: 'an example with the alarm of an unknown watch',
    from: 'signal: alarm, cpuPercent: 99',
    to: 'signal: alarm, watch: memory, cpuPercent: 99',
    says: [':51:36 examples[0].given.watch: watch has no "memory", so this cannot happen (allowed: cpu)'],
  },
  {
    case: 'a limit without a unit',
    from: 'above: 90 %',
    to: 'above: 90',
    says: [':10:12 watch[0].above: 90 has no unit, cpuPercent is in %; write it as "90 %"'],
  },
  {
    case: 'a limit in a wrong unit',
    from: 'above: 90 %',
    to: 'above: 90 ms',
    says: [':10:12 watch[0].above: wrong unit "ms", cpuPercent is in %; write a value in %'],
  },
  {
    case: 'a limit that is no number',
    from: 'above: 90 %',
    to: 'above: high',
    says: [':10:12 watch[0].above: "high" is not a number with a unit; write it as "90 %"'],
  },
  {
    case: 'a limit that cannot occur',
    from: 'above: 90 %',
    to: 'above: 1200 %',
    says: [':10:12 watch[0].above: cpuPercent cannot be 1200; write a value from 0 to 1000'],
  },
  {
    case: 'both above and below',
    from: 'above: 90 %',
    to: 'above: 90 %\n    below: 10 %',
    says: [':8:5 watch[0]: has both above and below; write one of above and below, with its unit (%)'],
  },
  {
    case: 'neither above nor below',
    from: '    above: 90 %\n',
    to: '',
    says: [':8:5 watch[0]: has no limit; write one of above and below, with its unit (%)'],
  },
  {
    case: 'more bad periods than periods',
    from: '2 of 3',
    to: '4 of 3',
    says: [
      ':11:16 watch[0].breaching: 4 bad periods of 3 can never be; write bad periods of all periods, such as "2 of 3"',
    ],
  },
  {
    case: 'no bad period',
    from: '2 of 3',
    to: '0 of 3',
    says: [
      ':11:16 watch[0].breaching: no bad period would already be an alarm; write bad periods of all periods, such as "2 of 3"',
    ],
  },
  {
    case: 'breaching in other words',
    from: '2 of 3',
    to: '2/3',
    says: [
      ':11:16 watch[0].breaching: "2/3" does not say how many of how many periods; write bad periods of all periods, such as "2 of 3"',
    ],
  },
  {
    case: 'a number of periods without the whole',
    from: '2 of 3',
    to: '2',
    says: [
      ':11:16 watch[0].breaching: 2 does not say how many of how many periods; write bad periods of all periods, such as "2 of 3"',
    ],
  },
  {
    case: 'an unknown way to treat missing data',
    from: 'missingData: ignore',
    to: 'missingData: ok',
    says: [':12:18 watch[0].missingData: unknown missingData "ok" (allowed: breaching, notBreaching, ignore, missing)'],
  },
  {
    case: 'a watch id an alarm name cannot hold',
    from: 'id: cpu',
    to: 'id: CPU high',
    says: [':8:9 watch[0].id: "CPU high" is not an id (allowed: a-z, 0-9 and -, at most 30 characters)'],
  },
  {
    case: 'an unknown kind of signal',
    from: 'kind: taskStopped',
    to: 'kind: taskDied',
    says: [
      ':14:11 signals[0].kind: unknown kind "taskDied" (allowed: taskStopped, deploymentFailed, serviceAction, custom)',
    ],
  },
  {
    case: 'an unknown cause',
    from: 'cause: exited',
    to: 'cause: oom',
    says: [
      ':15:12 signals[0].cause: unknown cause "oom" (allowed: outOfMemory, exited, failedToStart, failedHealthChecks)',
    ],
  },
  {
    case: 'a key of another kind of signal',
    from: '    within: 10 minutes',
    to: '    within: 10 minutes\n    events: []',
    says: [':18:5 signals[0].events: unknown key "events" (allowed: kind, cause, count, within)'],
  },
  {
    case: 'seconds where minutes are wanted',
    from: 'within: 10 minutes',
    to: 'within: 600 seconds',
    says: [':17:13 signals[0].within: wrong unit "seconds"; write minutes or hours, such as "10 minutes"'],
  },
  {
    case: 'a duration without a unit',
    from: 'within: 10 minutes',
    to: 'within: 10',
    says: [':17:13 signals[0].within: 10 has no unit; write minutes or hours, such as "10 minutes"'],
  },
];

describe('what starts a runbook', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ from, to, says }) => {
    expect(said(edited(from, to))).toEqual(says);
  });
});
