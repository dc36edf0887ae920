/**
 * `npm run decisions`: what a deployed healer decided and on which facts, one JSON object a line, oldest first. Reads the
 * table and nothing else. `npm run sim -- --replay FILE` makes the decisions again with a changed runbook.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describeError } from '../lambdas/adapters/aws-call.ts';
import { CannotVerify, toldWhyNothing, whyNothing } from './cannot-verify.ts';
import { createClients } from './clients.ts';
import { readStack, tableOf } from './deployed-stack.ts';
import { scanned } from './pages.ts';
import { readOptions } from './read-options.ts';
import { sinceOf } from './since.ts';

const HELP = `Prints what a deployed healer decided and on which facts, one JSON object a line, oldest first.

  npm run decisions --silent -- [--stack Healer] [--region REGION] [--since 2026-01-15] > decisions.jsonl
  npm run sim -- --replay decisions.jsonl --runbook runbooks/high-cpu.yaml

--since takes a day, which begins at midnight UTC, or a time with its zone: 2026-01-15T03:00:00Z. The runbook is one that
you changed; what else a replay can change: npm run sim -- --help.

Reads the whole table of the healer: on demand, a gigabyte of it costs about 0.03 USD.`;

/** Sort key of what a decision was made on. */
const PREFIX = 'DECISION#';
/** The whole key: when it was decided, ms since the epoch. */
const TIME = /^DECISION#\d+$/;
/** Keys named when some cannot be used. */
const NAMED_MAX = 5;
/** What services call it when IAM says no. */
const NOT_ALLOWED = /^AccessDenied/;

interface Given {
  readonly stack: string;
  readonly region: string | undefined;
  /** Ms since the epoch. */
  readonly since: number;
}

/** @throws WrongOption for a wrong option, CannotVerify for a date that does not exist */
function given(words: readonly string[]): Given | 'help' {
  const values = readOptions(words, {
    stack: { type: 'string', default: 'Healer' },
    region: { type: 'string' },
    since: { type: 'string', default: '1970-01-01' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return 'help';
  const since = sinceOf(values.since);
  if (since === undefined) {
    const fix = 'write a day that exists as 2026-01-15, or a time with its zone as 2026-01-15T03:00:00Z';
    throw new CannotVerify(`--since "${values.since}" is no date`, fix);
  }
  return { stack: values.stack, region: values.region, since };
}

interface Found {
  /** As JSON, oldest first. */
  readonly lines: readonly string[];
  /** Sort keys of decisions that cannot be placed in time, or that hold nothing. */
  readonly unusable: readonly string[];
}

async function decisionsOf(client: DynamoDBClient, table: string, since: number): Promise<Found> {
  const items = await scanned(client, {
    TableName: table,
    FilterExpression: 'begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':prefix': { S: PREFIX } },
  });
  const found = items.map(({ sk, data }) => ({ key: sk?.S ?? '', json: data?.S ?? '' }));
  const isUsable = ({ key, json }: (typeof found)[number]) => TIME.test(key) && json !== '';
  return {
    lines: found
      .filter(isUsable)
      .map(({ key, json }) => ({ at: Number(key.slice(PREFIX.length)), json }))
      .filter(({ at }) => at >= since)
      .toSorted((a, b) => a.at - b.at)
      .map(({ json }) => json),
    unusable: found.filter((one) => !isUsable(one)).map(({ key }) => key),
  };
}

/** What is told the person, beside what is printed for programs. */
function summaryOf({ lines, unusable }: Found): string {
  const said = `${lines.length} decisions\n`;
  if (unusable.length === 0) return said;
  const named = unusable.slice(0, NAMED_MAX).join(', ');
  return `${said}${unusable.length} left out: no time in the key, or no decision under it (${named}${unusable.length > NAMED_MAX ? ', …' : ''})\n`;
}

/** The same error in a person's words, where it is one a person can mend. */
function whyNot(error: unknown): CannotVerify | undefined {
  if (error instanceof Error && NOT_ALLOWED.test(error.name)) {
    const fix = 'the rights it needs, dynamodb:Scan among them, are in docs/verify.md#rights-of-npm-run-decisions';
    return new CannotVerify(`AWS does not allow this (${describeError(error)})`, fix, { cause: error });
  }
  return whyNothing(error);
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
    const found = await decisionsOf(clients.dynamodb, tableOf(stack), options.since);
    for (const line of found.lines) process.stdout.write(`${line}\n`);
    process.stderr.write(summaryOf(found));
    return 0;
  } catch (error) {
    return toldWhyNothing(error, whyNot(error));
  }
}

process.exitCode = await main();
