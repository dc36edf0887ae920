/**
 * Reads a Metrics Insights query for its owner only: the metric, its grouping, and the dimensions that all its series
 * share. Conditions other than plain equalities are not understood.
 */
export interface InsightsQuery {
  readonly namespace: string;
  readonly name: string;
  /** As an alarm has it: `Maximum`, `Average`, `Sum`, `Minimum`, `SampleCount`. */
  readonly statistic: string;
  /** Labels it is grouped by; empty for a single series. */
  readonly groupBy: readonly string[];
  /** Dimensions of every series, by the conditions of the query. */
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

/** Whether an expression has many series: each is a contributor. */
export function isGrouped(expression: string): boolean {
  return /\bGROUP\s+BY\b/i.test(expression);
}

/** The query in an expression; undefined without one that is understood. */
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

/** An alternative fixes no dimension, and neither does a condition that is no equality. */
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
