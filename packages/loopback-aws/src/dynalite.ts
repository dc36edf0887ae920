/**
 * The one place that knows dynalite's inside: its operations are called in this process, without its HTTP server, so
 * that a transaction can hold them all still. dynalite silently drops fields it does not know; here they are refused.
 * Its version is pinned, and these are private modules of it: `test/lab/dynamodb.test.ts` notices if they move.
 */
import { createRequire } from 'node:module';
import { AwsError, ACCOUNT, REGION } from './aws-service.ts';
import { onlyFields, type Json } from './fields.ts';

type Callback = (error: unknown, result: unknown) => void;
type Action = (store: object, data: object, done: Callback) => void;

interface Rules {
  readonly types: Json;
  readonly custom?: unknown;
}

interface Validations {
  checkTypes(data: object, types: unknown): object;
  checkValidations(data: object, types: unknown, custom: unknown, store: object): void;
}

export interface Dynalite {
  /** Checks `input` without running it; the returned function runs it. */
  prepare(operation: string, input: Json): () => Promise<Record<string, unknown>>;
}

const load = createRequire(import.meta.url);

/** An empty DynamoDB in memory. */
export function createDynalite(): Dynalite {
  const { create } = load('dynalite/db') as { create(options: Json): { readonly tableDb: object } };
  const validations = load('dynalite/validations') as Validations;
  const store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  // The ARNs of its tables are those of the cloud, whatever the environment says.
  Object.assign(store.tableDb, { awsAccountId: ACCOUNT, awsRegion: REGION });

  return {
    prepare(operation, input) {
      const module = operation.charAt(0).toLowerCase() + operation.slice(1);
      const rules = load(`dynalite/validations/${module}`) as Rules;
      const action = load(`dynalite/actions/${module}`) as Action;
      onlyFields(`dynamodb:${operation}`, input, Object.keys(rules.types));
      const data = asAwsError(() => {
        const typed = validations.checkTypes(structuredClone(input), rules.types);
        validations.checkValidations(typed, rules.types, rules.custom, store);
        return typed;
      });
      return () =>
        new Promise((resolve, reject) => {
          action(store, data, (error, result) => {
            if (error) reject(toAwsError(error));
            else resolve(result as Record<string, unknown>);
          });
        });
    },
  };
}

function asAwsError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toAwsError(error);
  }
}

/** dynalite reports AWS errors as `{statusCode, body: {__type, message}}`; anything else is a defect and stays one. */
function toAwsError(error: unknown): unknown {
  const { statusCode, body } = (error ?? {}) as { statusCode?: number; body?: Record<string, unknown> };
  if (statusCode === undefined || body === undefined) return error;
  const code = String(body['__type']).split('#').at(-1) ?? 'InternalFailure';
  return new AwsError(code, String(body['message'] ?? body['Message'] ?? code), statusCode);
}

/** The operations of dynalite that the cloud offers. */
export const DYNALITE_OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const;
