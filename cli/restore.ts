/**
 * `npm run restore`: carries what was learnt, and the history, from an older copy of the table back into the healer's. Only
 * while the healer is off, because what it learns meanwhile would be written over.
 */
import { ssmOverride } from '../lambdas/adapters/ssm-override.ts';
import { overrideParameterName } from '../core/vocabulary.ts';
import { CannotVerify, toldWhyNothing } from './cannot-verify.ts';
import { createClients } from './clients.ts';
import { readStack, tableOf } from './deployed-stack.ts';
import { readOptions } from './read-options.ts';
import { restoreItems } from './restore-items.ts';

const HELP = `Carries memory and history from an older copy of the healer's table back into it. docs/operating.md says when.

  npm run restore -- --from TABLE [--stack Healer] [--region REGION]

TABLE is what a point in time or a backup was restored to. /healer/mode must be off.`;

async function restore(words: readonly string[]): Promise<string> {
  const values = readOptions(words, {
    from: { type: 'string' },
    stack: { type: 'string', default: 'Healer' },
    region: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return HELP;
  const { from } = values;
  if (from === undefined) throw new CannotVerify('--from names no table', '--help says how');
  const clients = createClients(values.region);
  const stack = await readStack(clients.cloudformation, values.stack);
  const into = tableOf(stack);
  if (from === into) throw new CannotVerify(`${from} is the table itself`, 'name the copy');
  const { global } = await ssmOverride(clients.ssm).read('none');
  if (global.kind !== 'value' || global.value.trim() !== 'off') {
    const fix = `aws ssm put-parameter --overwrite --type String --name ${overrideParameterName()} --value off`;
    throw new CannotVerify(`${overrideParameterName()} is not off: what is learnt meanwhile would be lost`, fix);
  }
  const { replaced, added, kept, left } = await restoreItems(clients.dynamodb, from, into);
  return `${replaced} items of memory replaced, ${added} of history added (${kept} were there), ${left} left alone: leases, limits and services`;
}

try {
  process.stdout.write(`${await restore(process.argv.slice(2))}\n`);
} catch (error) {
  process.exitCode = toldWhyNothing(error);
}
