/** One task leaks towards its limit: it is replaced before the kernel kills it, and no client notices. */
import { noFailedRequests } from './checks.ts';
import type { Scenario } from './scenario.ts';

export const memoryLeak: Scenario = {
  name: 'memory-leak',
  title: 'a task of user leaks memory; it is replaced, start before stop, and no client notices',
  breaks: [{ service: 'user', breakage: 'memory-leak' }],
  expected: [{ service: 'user', outcome: 'healed', remedy: 'replaceTasks' }],
  secondsMax: 420,
  checks: [noFailedRequests],
};
