/**
 * Reads a Metrics Insights query as far as it says whose metric it is: which metric, by what it is grouped, and what every
 * series of it has in common. It must not be read for more: conditions are only understood where they are plain equalities.
 */
export interface InsightsQuery {
  readonly namespace: string;
  readonly name: string;
  /** As an alarm has it: `Maximum`, `Average`, `Sum`, `Minimum`, `SampleCount`. */
  readonly statistic: string;
  /** Labels it is grouped by; empty where it is one series. */
  readonly groupBy: readonly string[];
  /** What each series has, by the conditions of the query. */
  readonly fixed: Readonly<Record<string, string>>;
}

const STATISTICS: Readonly<Record<string, string>> = {
  AVG: 'Average',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
  COUNT: 'SampleCount',
};

const SELECT = /^\s*SELECT\s+(AVG|MAX|MIN|SUM|COUNT)\s*\(\s*"?([^")]+?)"?\s*\)\s+FROM\s+(.*)$/is;
const FROM = /^(?:SCHEMA\s*\(\s*"?([^"\s,)]+)"?[^)]*\)|"?([^"\s]+)"?)(.*)$/is;
const GROUP = /\bGROUP\s+BY\s+(.+?)(?:\s+ORDER\s+BY\b.*|\s+LIMIT\b.*)?$/is;
const WHERE = /\bWHERE\s+(.+?)(?:\s+GROUP\s+BY\b.*|\s+ORDER\s+BY\b.*|\s+LIMIT\b.*)?$/is;
const EQUALITY = /^\s*"?([\w-]+)"?\s*=\s*'([^']*)'\s*$/;

/** Whether an expression is of many series: each is a contributor of its own. */
export function isGrouped(expression: string): boolean {
  return /\bGROUP\s+BY\b/i.test(expression);
}

/** The query in an expression; undefined where it is none, or one that is not understood. */
export function insightsQuery(expression: string): InsightsQuery | undefined {
  const [, select = '', name, from = ''] = SELECT.exec(expression) ?? [];
  const [, schema, plain, rest = ''] = FROM.exec(from) ?? [];
  const namespace = schema ?? plain;
  const statistic = STATISTICS[select.toUpperCase()];
  if (name === undefined || namespace === undefined || statistic === undefined) return undefined;
  const groups = GROUP.exec(rest)?.[1] ?? '';
  const groupBy = groups.split(',').map((label) => label.trim().replaceAll('"', ''));
  return { namespace, name, statistic, groupBy: groupBy.filter((label) => label !== ''), fixed: fixedBy(rest) };
}

/** Alternatives fix nothing, and a condition that is no equality fixes nothing either. */
function fixedBy(rest: string): Readonly<Record<string, string>> {
  const conditions = WHERE.exec(rest)?.[1] ?? '';
  if (/\b(OR|NOT)\b/i.test(conditions)) return {};
  return Object.fromEntries(
    conditions.split(/\bAND\b/i).flatMap((condition) => {
      const [, label, value] = EQUALITY.exec(condition) ?? [];
      return label === undefined || value === undefined ? [] : [[label, value] as const];
    }),
  );
}
