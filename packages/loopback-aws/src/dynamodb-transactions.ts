/**
 * TransactWriteItems on top of single writes. The caller holds the mutex, so no reader sees the steps in between: each
 * action is tried with its own condition, and if any of them fails all are put back. A condition check is a delete
 * that is always put back.
 */
import type { Answers } from './answers.ts';
import { AwsError, unsupported } from './aws-service.ts';
import type { Clock } from './clock.ts';
import type { Dynalite } from './dynalite.ts';
import { currentItem, keyOf } from './dynamodb-items.ts';
import { isObject, objects, onlyFields, optionalText, type Json } from './fields.ts';

const ACTIONS_MAX = 100;

/** How long AWS remembers a ClientRequestToken. */
const TOKEN_MS = 10 * 60_000;

const OPERATIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
};

interface Step {
  readonly table: unknown;
  readonly key: Json;
  readonly before: Json | undefined;
  readonly checkOnly: boolean;
  readonly returnOld: boolean;
  readonly run: () => Promise<unknown>;
}

type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Json };

/** The TransactWriteItems operation; must be called by one caller at a time. */
export function createTransactions(
  dynalite: Dynalite,
  clock: Clock,
  answers?: Answers,
): (input: Json) => Promise<object> {
  const tokens = new Map<string, { readonly request: string; readonly at: number }>();

  return async (input) => {
    onlyFields('dynamodb:TransactWriteItems', input, ['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity']);
    const token = optionalText(input, 'ClientRequestToken');
    const request = JSON.stringify(input['TransactItems']);
    for (const [old, { at }] of tokens) if (at + TOKEN_MS < clock.now()) tokens.delete(old);
    const seen = token === undefined ? undefined : tokens.get(token);
    if (seen !== undefined && seen.request !== request) {
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request',
      );
    }
    if (seen !== undefined) return {};
    const steps = await plan(dynalite, input);
    if (answers !== undefined && conflicts(answers)) throw conflict(steps.length, answers);
    await apply(dynalite, steps);
    if (token !== undefined) tokens.set(token, { request, at: clock.now() });
    return {};
  };
}

/** Checks the whole request before anything is written. */
async function plan(dynalite: Dynalite, input: Json): Promise<readonly Step[]> {
  const items = objects(input, 'TransactItems');
  if (items.length === 0)
    throw new AwsError('ValidationException', 'Member must have length greater than or equal to 1');
  if (items.length > ACTIONS_MAX)
    throw new AwsError('ValidationException', `Member must have length less than or equal to ${ACTIONS_MAX}`);
  const steps: Step[] = [];
  for (const item of items) steps.push(await planStep(dynalite, item));
  const places = new Set(steps.map((step) => JSON.stringify([step.table, Object.entries(step.key).toSorted()])));
  if (places.size < steps.length) {
    throw new AwsError('ValidationException', 'Transaction request cannot include multiple operations on one item');
  }
  return steps;
}

async function planStep(dynalite: Dynalite, item: Json): Promise<Step> {
  const [[kind, action] = ['', undefined], ...more] = Object.entries(item).filter(([, value]) => value !== undefined);
  const operation = OPERATIONS[kind];
  if (operation === undefined || more.length > 0 || !isObject(action))
    throw unsupported(`transaction item ${JSON.stringify(item)}`);
  const { ReturnValuesOnConditionCheckFailure: wish, ...rest } = action;
  const run = dynalite.prepare(operation, rest);
  const key = await keyOf(dynalite, rest);
  const before = await currentItem(dynalite, { ...rest, Key: key });
  return {
    table: rest['TableName'],
    key,
    before,
    checkOnly: kind === 'ConditionCheck',
    returnOld: wish === 'ALL_OLD',
    run,
  };
}

/** Share of the transactions that meet another one on an item: now and then, and with `transaction-conflicts` often. */
const CONFLICT_SHARE = { usual: 0.02, often: 0.35 } as const;

function conflicts(answers: Answers): boolean {
  const share = answers.plays('transaction-conflicts') ? CONFLICT_SHARE.often : CONFLICT_SHARE.usual;
  return answers.draw('transaction conflict') < share;
}

/** Nothing is written; the reason stands at the item that was in use. */
function conflict(length: number, answers: Answers): AwsError {
  const at = Math.floor(answers.draw('item in conflict') * length);
  const message = 'Transaction is ongoing for the item';
  return cancelled(
    Array.from({ length }, (_, index) =>
      index === at ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
    ),
  );
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

async function apply(dynalite: Dynalite, steps: readonly Step[]): Promise<void> {
  const reasons: Reason[] = [];
  const done: Step[] = [];
  for (const step of steps) {
    const reason = await attempt(step);
    reasons.push(reason);
    if (reason.Code === 'None') done.push(step);
  }
  const failed = reasons.some((reason) => reason.Code !== 'None');
  for (const step of done) if (failed || step.checkOnly) await putBack(dynalite, step);
  if (failed) throw cancelled(reasons);
}

async function attempt(step: Step): Promise<Reason> {
  try {
    await step.run();
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ValidationException') return { Code: 'ValidationError', Message: error.message };
    if (error.code !== 'ConditionalCheckFailedException') throw error;
    const item = step.returnOld && step.before !== undefined ? { Item: step.before } : {};
    return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...item };
  }
}

async function putBack(dynalite: Dynalite, step: Step): Promise<void> {
  const place = { TableName: step.table };
  await (step.before === undefined
    ? dynalite.prepare('DeleteItem', { ...place, Key: step.key })()
    : dynalite.prepare('PutItem', { ...place, Item: step.before })());
}
