/** A hold reason added to a copy of the project: the service runs more than one platform version. */
import type { Addition } from './addition.ts';

const TEST = `import { expect, it } from 'vitest';
import { holdTable } from '../../core/holds/hold-table.ts';
import { HOLD_RULES } from '../../core/holds/reasons.ts';

it('is explained, and passes', () => {
  expect(holdTable()).toContain('platform-updating');
  expect(HOLD_RULES['platform-updating'].passesWithinMinutes).toBeGreaterThan(0);
});
`;

export const HOLD_REASON_ADDITION: Addition = {
  name: 'hold reason',
  what: 'a service in the middle of a platform update',
  filesMax: 2,
  edits: [
    { file: 'test/added/hold-reason.test.ts', content: TEST },
    {
      file: 'core/holds/reasons.ts',
      from: "  'tasks-not-placed': { category: 'service' },\n",
      to: "  'tasks-not-placed': { category: 'service' },\n  'platform-updating': { category: 'service', ...A_TURN },\n",
    },
    {
      file: 'core/holds/guidance.ts',
      from: "  'most-tasks-reached': {",
      to: "  'platform-updating': { means: 'Fargate moves the tasks to another platform version', todo: 'wait until it is over' },\n  'most-tasks-reached': {",
    },
  ],
  tests: ['test/added/hold-reason.test.ts', 'test/core/holds', 'test/core/decide'],
};
