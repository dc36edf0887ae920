/** An alarm goes red: settings of the healer are played by its workflow, a policy that knows no bounds by itself. */
import type { Case } from './case.ts';
import { open } from './heal.ts';
import type { Run } from './state.ts';
import { restarted } from './unbounded.ts';

export function begin(run: Run, one: Case): void {
  if (run.policy.style === 'bounded') open(run, one);
  else restarted(run, one);
}
