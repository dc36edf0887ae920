/**
 * The metrics that a line of a Lambda's log makes, each by its name and the values of its dimensions: that is what
 * CloudWatch bills as one metric. The line is in CloudWatch's embedded metric format, or it makes none.
 */
import { isObject, type Json } from 'loopback-aws/fields.ts';

/** One text for each metric; none for any other line. */
export function metricsIn(line: string): readonly string[] {
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const record: unknown = JSON.parse(line);
  const directives = isObject(record) && isObject(record['_aws']) ? record['_aws']['CloudWatchMetrics'] : undefined;
  if (!isObject(record) || !Array.isArray(directives)) return [];
  return (directives as readonly Json[]).flatMap((directive) => metricsOf(record, directive));
}

function metricsOf(record: Json, { Namespace, Metrics, Dimensions }: Json): readonly string[] {
  const names = (Metrics as readonly { readonly Name: string }[]).map(({ Name }) => Name);
  const sets = Dimensions as readonly (readonly string[])[];
  return names.flatMap((name) =>
    sets.map((keys) => JSON.stringify([Namespace, name, ...keys.map((key) => [key, record[key]])])),
  );
}
