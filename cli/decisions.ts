/**
 * `npm run decisions`: what a deployed healer decided and on which facts, one JSON object a line, oldest first. Reads the
 * table and nothing else. `npm run sim -- --replay FILE` makes the decisions again with a changed runbook.
 */
import { parseArgs } from 'node:util';
import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CannotVerify, whyNothing } from './cannot-verify.ts';
import { createClients } from './clients.ts';
import { onlyResource, readStack } from './deployed-stack.ts';
import { allPages } from './pages.ts';

const HELP = `Prints what a deployed healer decided and on which facts, one JSON object a line, oldest first.

  npm run decisions --silent -- [--stack Healer] [--region REGION] [--since 2026-01-15] > decisions.jsonl
  npm run sim -- --replay decisions.jsonl --runbook my-runbook.yaml

Reads the whole table of the healer: on demand, a gigabyte of it costs about 0.03 USD.`;

/** Sort key of what a decision was made on. */
const PREFIX = 'DECISION#';
const WRONG = 2;

interface Given {
  readonly stack: string;
  readonly region: string | undefined;
  /** Ms since the epoch. */
  readonly since: number;
}

/** @throws TypeError for options that do not exist, CannotVerify for a date that is none. */
function given(words: readonly string[]): Given | 'help' {
  const { values } = parseArgs({
    args: [...words],
    options: {
      stack: { type: 'string', default: 'Healer' },
      region: { type: 'string' },
      since: { type: 'string', default: '1970-01-01' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const since = Date.parse(values.since);
  if (Number.isNaN(since)) throw new CannotVerify(`"${values.since}" is no date`, 'write it as 2026-01-15');
  return { stack: values.stack, region: values.region, since };
}

async function decisionsOf(client: DynamoDBClient, table: string, since: number): Promise<readonly string[]> {
  const items = await allPages(async (start: string | undefined) => {
    const answer = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':prefix': { S: PREFIX } },
        ...(start !== undefined && { ExclusiveStartKey: JSON.parse(start) }),
      }),
    );
    const next = answer.LastEvaluatedKey === undefined ? undefined : JSON.stringify(answer.LastEvaluatedKey);
    return { items: answer.Items, next };
  });
  return items
    .map(({ sk, data }) => ({ at: Number(sk?.S?.slice(PREFIX.length)), json: data?.S ?? '' }))
    .filter(({ at }) => at >= since)
    .toSorted((a, b) => a.at - b.at)
    .map(({ json }) => json);
}

async function main(): Promise<number> {
  try {
    const options = given(process.argv.slice(2));
    if (options === 'help') {
      process.stdout.write(`${HELP}\n`);
      return 0;
    }
    const clients = createClients(options.region);
    const stack = await readStack(clients.cloudformation, options.stack);
    const table = onlyResource(stack, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
    const lines = await decisionsOf(clients.dynamodb, table, options.since);
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    process.stderr.write(`${lines.length} decisions\n`);
    return 0;
  } catch (error) {
    const wrong = error instanceof TypeError ? new CannotVerify(error.message, '--help says what there is') : undefined;
    const why = wrong ?? whyNothing(error);
    if (why === undefined) throw error;
    process.stderr.write(`${why.message}.\n→ ${why.fix}\n`);
    return WRONG;
  }
}

process.exitCode = await main();
