/** What is said about the text of a runbook, one line per problem, without the name of the file. */
import { parseRunbook } from '../../../core/runbook/parse.ts';
import { renderProblem } from '../../../core/runbook/problem.ts';
import { FILE } from './runbook-text.ts';

export function said(text: string, file = FILE): readonly string[] {
  const parsed = parseRunbook(file, text);
  return parsed.kind === 'ok' ? [] : parsed.problems.map((problem) => renderProblem(problem).replace(file, ''));
}
