/** An option of a service added to a copy of the project: the least tasks that must stay in service while one is replaced. */
import type { Addition } from './addition.ts';

const TEST = `import { expect, it } from 'vitest';
import { compileCatalog } from '../../core/config/compile.ts';
import { decide } from '../../core/decide/decide.ts';
import { releasedFacts } from '../support/decided-example.ts';
import { shippedRunbooks, shop, web } from '../core/config/shop-config.ts';

it('reaches the plan from the configuration', () => {
  const compiled = compileCatalog(shop(web({ minTasks: 4 })), shippedRunbooks(), 'healer.config.ts');
  if (compiled.kind === 'invalid') throw new Error('the option is refused');
  const { minTasks = 0 } = compiled.catalog.services['web'] ?? {};
  const facts = releasedFacts('memory-leak', { deployedMinutesAgo: undefined });
  const { plan } = decide({ ...facts, service: { ...facts.service, minTasks } });
  expect(plan).toMatchObject({ kind: 'replaceTasks', keepRunning: 4 });
});
`;

export const SERVICE_OPTION_ADDITION: Addition = {
  name: 'service option',
  what: 'the least tasks in service during a replacement',
  filesMax: 5,
  edits: [
    { file: 'test/added/service-option.test.ts', content: TEST },
    {
      file: 'core/config/config.ts',
      from: '  replaceProtectedTasks: z\n',
      to: "  minTasks: z\n    .int()\n    .min(1)\n    .max(TASKS_MAX)\n    .optional()\n    .describe('the least tasks in service while one is replaced; three quarters of them by default'),\n  replaceProtectedTasks: z\n",
    },
    {
      file: 'core/config/compile.ts',
      from: '    ...(settings.replaceProtectedTasks === true',
      to: '    ...(settings.minTasks === undefined ? {} : { minTasks: settings.minTasks }),\n    ...(settings.replaceProtectedTasks === true',
    },
    {
      file: 'core/catalog/service.ts',
      from: '  /** Whether tasks with scale-in protection may be replaced. */\n',
      to: '  /** The least tasks in service while one is replaced. */\n  minTasks: optional(number),\n  /** Whether tasks with scale-in protection may be replaced. */\n',
    },
    {
      file: 'lib/heals-props.ts',
      from: '  /**\n   * Whether the healer may replace tasks that their application protects',
      to: '  /**\n   * The least tasks in service while one is replaced.\n   * @default - three quarters of the desired count\n   */\n  readonly minTasks?: number;\n  /**\n   * Whether the healer may replace tasks that their application protects',
    },
    { file: 'lib/heals-props.ts', from: '  maxTasks: true,\n', to: '  maxTasks: true,\n  minTasks: true,\n' },
    {
      file: 'core/remedies/replace-tasks/replace-tasks.ts',
      from: 'keepRunning: Math.max(1, Math.ceil(',
      to: 'keepRunning: facts.service.minTasks ?? Math.max(1, Math.ceil(',
    },
  ],
  tests: ['test/added/service-option.test.ts', 'test/core/config', 'test/core/remedies', 'test/lib/construct.test.ts'],
};
