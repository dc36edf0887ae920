/** Defects of what is kept or asked for at once: logs, timelines, histories, moves, items that grow without end. */
import { inFile, type Defect } from './defect.ts';

export const KEPT_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/limits/attempts-window.ts',
    ['test/core/limits/attempts-window.test.ts'],
    [
      {
        name: 'log-unbounded',
        what: 'the log of attempts grows without end',
        from: 'sorted.slice(-ATTEMPTS_LOGGED_MAX)',
        to: 'sorted',
      },
      {
        name: 'log-oldest-kept',
        what: 'of a full log the newest attempt is forgotten',
        from: 'sorted.slice(-ATTEMPTS_LOGGED_MAX)',
        to: 'sorted.slice(0, ATTEMPTS_LOGGED_MAX)',
      },
      {
        name: 'more-than-logged',
        what: 'more attempts are allowed than the log can hold',
        from: 'Math.min(request.attemptsMax, ATTEMPTS_LOGGED_MAX)',
        to: 'request.attemptsMax',
      },
    ],
  ),
  ...inFile(
    'core/transitions/transitions.ts',
    ['test/core/workflow/bounds.test.ts'],
    [
      {
        name: 'timeline-unbounded',
        what: 'the timeline of an incident grows without end',
        from: '  if (timeline.length > TIMELINE_MAX) timeline.splice(Math.floor(TIMELINE_MAX / 2), 1);\n',
        to: '',
      },
      {
        name: 'timeline-beheaded',
        what: 'a full timeline forgets how it began',
        from: 'Math.floor(TIMELINE_MAX / 2), 1',
        to: '0, 1',
      },
    ],
  ),
  ...inFile(
    'core/incident/joined-timeline.ts',
    ['test/core/workflow/bounds.test.ts'],
    [
      {
        name: 'joined-unbounded',
        what: 'signals that join make a timeline grow without end',
        from: 'timeline.slice(-TIMELINE_MAX)',
        to: 'timeline',
      },
    ],
  ),
  ...inFile(
    'core/workflow/on-decided.ts',
    ['test/core/workflow/bounds.test.ts'],
    [{ name: 'decisions-unbounded', what: 'an incident keeps every decision', from: '.slice(-DECISIONS_MAX)', to: '' }],
  ),
  ...inFile(
    'core/incident/service-record.ts',
    ['test/core/incident/bounds.test.ts'],
    [
      {
        name: 'history-unbounded',
        what: 'a service keeps every change of its health',
        from: '.slice(-HEALTH_HISTORY_MAX)',
        to: '',
      },
    ],
  ),
  ...inFile(
    'core/incident/release-record.ts',
    ['test/core/incident/bounds.test.ts'],
    [
      {
        name: 'releases-unbounded',
        what: 'a service keeps every release',
        from: 'releases.slice(-RELEASES_MAX)',
        to: 'releases',
      },
      {
        name: 'failures-unbounded',
        what: 'a service keeps every failure',
        from: '[...record.failures, begun].slice(-FAILURES_MAX)',
        to: '[...record.failures, begun]',
      },
      {
        name: 'failure-for-ever',
        what: 'a failure whose end was not seen lasts for ever',
        from: 'Math.min(now, from + UNENDED_HOURS_MAX * 3_600_000)',
        to: 'now',
      },
    ],
  ),
  ...inFile(
    'core/incident/relapse.ts',
    ['test/core/incident/bounds.test.ts'],
    [
      {
        name: 'heals-unbounded',
        what: 'a service keeps every heal',
        from: '[...record.heals, heal].slice(-HEALS_MAX)',
        to: '[...record.heals, heal]',
      },
      {
        name: 'relapse-for-ever',
        what: 'a failure that comes back next month takes a credit back',
        from: 'if (now - last.at > RELAPSE_MINUTES * 60_000) return undefined;',
        to: '',
      },
      {
        name: 'recurring-never',
        what: 'a failure that keeps returning is never called so',
        from: 'healsBefore + 1 >= RECURRING_HEALS',
        to: 'healsBefore + 1 >= RECURRING_HEALS * 100',
      },
    ],
  ),
  ...inFile(
    'core/limits/breaker.ts',
    ['test/core/limits/breaker.test.ts'],
    [
      {
        name: 'outcomes-unbounded',
        what: 'the breaker keeps every outcome',
        from: '[...breaker.outcomes, outcome].slice(-OUTCOMES_MAX)',
        to: '[...breaker.outcomes, outcome]',
      },
    ],
  ),
  ...inFile(
    'core/incident/journal.ts',
    ['test/workflow/bounds.test.ts'],
    [
      {
        name: 'moves-unbounded',
        what: 'an attempt may move for ever',
        from: 'MOVES_MAX = 400',
        to: 'MOVES_MAX = 40_000',
      },
    ],
  ),
  ...inFile(
    'core/remedies/replace-tasks/replace-tasks.ts',
    ['test/core/remedies/bounds.test.ts', 'test/core/remedies/replace-tasks/replace-tasks.test.ts'],
    [
      {
        name: 'fleet-replaced',
        what: 'one attempt replaces hundreds of tasks',
        from: 'if (victims.length > most) {',
        to: 'if (victims.length > most * 100) {',
      },
      {
        name: 'replacement-for-ever',
        what: 'a replacement that never starts is waited for',
        from: 'if (now - since > REPLACEMENT_MINUTES_MAX * 60_000) {',
        to: 'if (now < since) {',
      },
    ],
  ),
  ...inFile(
    'core/remedies/scale-out/scale-out.ts',
    ['test/core/remedies/scale-out/scale-out.test.ts', 'test/core/remedies/bounds.test.ts'],
    [
      {
        name: 'added-unbounded',
        what: 'one attempt adds as many tasks as there are',
        from: 'Math.min(ADDED_MAX, Math.max',
        to: 'Math.max(0, Math.max',
      },
      {
        name: 'start-for-ever',
        what: 'added tasks that never start are waited for',
        from: 'now - since > START_MINUTES_MAX * 60_000',
        to: 'now < since',
      },
      {
        name: 'added-for-ever',
        what: "tasks that are needed for days are never a person's",
        from: 'now > plan.expiresAt + GIVE_BACK_HOURS_MAX * 3_600_000',
        to: 'now < plan.expiresAt - 3_600_000',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-item.ts',
    ['test/contract/item-bounds.test.ts'],
    [
      {
        name: 'item-unbounded',
        what: 'an item larger than DynamoDB takes is sent',
        from: 'bytes > JSON_BYTES_MAX',
        to: 'bytes > JSON_BYTES_MAX * 10',
      },
      {
        name: 'characters-for-bytes',
        what: 'an item is measured in characters',
        from: 'Buffer.byteLength(json)',
        to: 'json.length',
      },
      {
        name: 'damaged-number',
        what: 'a damaged number is read as one',
        from: "typeof value !== 'number' || !Number.isFinite(value)",
        to: "typeof value === 'string'",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/cloudwatch-metrics.ts',
    ['test/contract/read-bounds.test.ts'],
    [
      {
        name: 'series-unbounded',
        what: 'more series are asked for than CloudWatch gives',
        from: 'if (count > REQUESTS_MAX)',
        to: 'if (count > REQUESTS_MAX * 10)',
      },
    ],
  ),
];
