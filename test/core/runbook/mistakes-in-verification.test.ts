/**
 * Mistakes in verification, limits, names and examples of a runbook: each is caught, with the exact words.
 */
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { edited } from './runbook-text.ts';

const MISTAKES = [
  {
    case: 'a timeout shorter than warm-up and good periods',
    from: 'timeoutPeriods: 8',
    to: 'timeoutPeriods: 3',
    says: [
      ':42:19 verification.timeoutPeriods: 3 periods are too short: warm-up (1) and good periods (3) need 4; write at least 4, better 8',
    ],
  },
  {
    case: 'no good period',
    from: 'goodPeriods: 3',
    to: 'goodPeriods: 0',
    says: [':40:16 verification.goodPeriods: 0 is too small, the least is 1'],
  },
  {
    case: 'a half period',
    from: 'goodPeriods: 3',
    to: 'goodPeriods: 2.5',
    says: [
      ':40:16 verification.goodPeriods: must be a whole number, not 2.5; write consecutive good periods that count as recovered',
    ],
  },
  {
    case: 'a ratio below one',
    from: 'ratioMax: 1.5',
    to: 'ratioMax: 0.5',
    says: [':38:17 verification.guards[0].ratioMax: 0.5 is too small, the least is 1'],
  },
  {
    case: 'a floor without a unit',
    from: 'floor: 500 ms',
    to: 'floor: 500',
    says: [
      ':39:14 verification.guards[0].floor: 500 has no unit, p99LatencyMilliseconds is in ms; write it as "500 ms"',
    ],
  },
  {
    case: 'traffic without a unit',
    from: 'trafficMin: 10 requests',
    to: 'trafficMin: 10',
    says: [':43:15 verification.trafficMin: 10 has no unit, requestCount is in requests; write it as "10 requests"'],
  },
  {
    case: 'a condition that is the failure',
    from: '    - metric: errorRatePercent\n      below: 5 %',
    to: '    - metric: cpuPercent\n      above: 80 %',
    says: [
      ':35:14 verification.conditions[0].above: cpuPercent above 80 is what watch "cpu" calls the failure; conditions say what is well: write below',
    ],
  },
  {
    case: 'a limit in other words',
    from: '3 per 60 minutes',
    to: '3/h',
    says: [':45:9 limits: "3/h" is not a limit; write attempts per window, such as "3 per 60 minutes"'],
  },
  {
    case: 'no attempt allowed',
    from: '3 per 60 minutes',
    to: '0 per 60 minutes',
    says: [':45:9 limits: 0 attempts are not a limit; write 1 to 10 attempts'],
  },
  {
    case: 'a window shorter than the attempts it limits',
    from: '3 per 60 minutes',
    to: '6 per 10 minutes',
    says: [
      ':45:9 limits: 6 attempts of 2 minutes do not fit in 10 minutes: the limit would never hold; write a window of at least 12 minutes',
    ],
  },
  {
    case: 'a failure type that is not the name of the file',
    from: 'failureType: slow-disk',
    to: 'failureType: slow-disks',
    says: [
      ':2:14 failureType: "slow-disks" is not the name of the file; rename the file to slow-disks.yaml, or write failureType: slow-disk',
    ],
  },
  {
    case: 'a failure type with capitals',
    from: 'failureType: slow-disk',
    to: 'failureType: SlowDisk',
    says: [
      ':2:14 failureType: "SlowDisk" is not a failure type (allowed: a-z, 0-9 and single - inside, at most 40 characters, not "all")',
    ],
  },
  {
    case: 'an example that expects a remedy not listed',
    from: 'choose: replaceTasks',
    to: 'choose: rollBack',
    says: [
      ':52:23 examples[0].expect.choose: rollBack is not among the remedies (allowed: flipToggle, replaceTasks, page)',
    ],
  },
  {
    case: 'an example that expects what it forbids',
    from: 'not: [rollBack]',
    to: 'not: [replaceTasks]',
    says: [':52:23 examples[0].expect.choose: replaceTasks is both expected and forbidden; remove it from not'],
  },
  {
    case: 'an example with an unknown fact',
    from: 'cpuPercent: 99',
    to: 'cpuPercentage: 99',
    says: [
      ':51:29 examples[0].given.cpuPercentage: unknown key "cpuPercentage" (allowed: signal, watch, cpuPercent, memoryPercent, errorRatePercent, unansweredPercent, p99LatencyMilliseconds, requestCount, unhealthyHosts, missingTasks, tasks, sickTasks, load, targetGroup, onsetMinutesAgo, deployedMinutesAgo, deploymentInProgress, schema, previousBakedHours, pinned, toggles, alreadyTried, history); did you mean cpuPercent?',
    ],
  },
  {
    case: 'an example with an impossible fact',
    from: 'cpuPercent: 99',
    to: 'cpuPercent: 9900',
    says: [':51:41 examples[0].given.cpuPercent: cpuPercent cannot be 9900; write a value from 0 to 1000'],
  },
  {
    case: 'an example that starts in an unknown way',
    from: 'signal: alarm',
    to: 'signal: custom',
    says: [
      ':51:22 examples[0].given.signal: signals has no custom, so this cannot happen (allowed: alarm, taskStopped)',
    ],
  },
  {
    case: 'an example whose remedy was tried already',
    from: 'cpuPercent: 99',
    to: 'alreadyTried: [replaceTasks]',
    says: [':52:23 examples[0].expect.choose: replaceTasks was already tried in this example; expect the next remedy'],
  },
  {
    case: 'an example with an impossible history',
    from: 'cpuPercent: 99',
    to: 'history: { replaceTasks: 9 of 8 }',
    says: [
      ':51:54 examples[0].given.history.replaceTasks: "9 of 8" is not a record of attempts; write successes of attempts, such as "7 of 8"',
    ],
  },
  {
    case: 'next steps that are empty',
    from: '  nextSteps:\n    - Look at the disk.',
    to: '  nextSteps: []',
    says: [':47:14 escalation.nextSteps: needs at least 1 entry'],
  },
];

describe('how a runbook ends', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ from, to, says }) => {
    expect(said(edited(from, to))).toEqual(says);
  });
});
