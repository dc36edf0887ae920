/** What is said about a configuration under the shipped runbooks, one line per problem, without the name of the file. */
import { compileCatalog } from '../../../core/config/compile.ts';
import type { HealerConfig } from '../../../core/config/config.ts';
import { renderProblem } from '../../../core/runbook/problem.ts';
import { shippedRunbooks } from './shop-config.ts';

export function said(config: HealerConfig, runbooks = shippedRunbooks()): readonly string[] {
  const compiled = compileCatalog(config, runbooks, 'healer.config.ts');
  if (compiled.kind === 'ok') return [];
  return compiled.problems.map((problem) => renderProblem(problem).replace('healer.config.ts ', ''));
}
