/** Problems as a person can take them in: a file that is none of ours has one in every line. */

/** More of them say nothing more. */
const PROBLEMS_MAX = 10;

/** The first problems, and a line that says how many more there are. */
export function fewOf(problems: readonly string[]): readonly string[] {
  const more = problems.length - PROBLEMS_MAX;
  if (more <= 0) return problems;
  return [...problems.slice(0, PROBLEMS_MAX), `… and ${more.toLocaleString('en-US')} more like these`];
}
