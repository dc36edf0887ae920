/** What IAM is asked for each call to DynamoDB: the action, the table, and the partition keys of the items. */
import { arn, keyOf, attribute, object, one, type IamRequest, type Input, type Mapping } from './iam-input.ts';

export function dynamo(): Record<string, Mapping> {
  const expressions = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
  const single = (action: string, fields: readonly string[], key: (input: Input) => string): Mapping => ({
    fields: ['TableName', ...fields],
    requests: (input) => [onItems(action, one(input, 'TableName'), [key(input)])],
  });
  return {
    'dynamodb:GetItem': single('GetItem', ['Key', 'ConsistentRead'], keyOf),
    'dynamodb:UpdateItem': single('UpdateItem', ['Key', 'UpdateExpression', ...expressions], keyOf),
    'dynamodb:Query': single(
      'Query',
      [
        'KeyConditionExpression',
        'ProjectionExpression',
        'ExpressionAttributeNames',
        'ExpressionAttributeValues',
        'ConsistentRead',
        'Limit',
        'ScanIndexForward',
        'ExclusiveStartKey',
      ],
      (input) => attribute(object(input, 'ExpressionAttributeValues'), ':pk'),
    ),
    'dynamodb:TransactWriteItems': {
      fields: ['TransactItems', 'ClientRequestToken'],
      requests: transaction,
    },
  };
}

const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
};

/**
 * A transaction needs the permissions of what it is made of. AWS does not say whether each item is judged with its own
 * key or with those of all items of its kind: both must be allowed.
 */
function transaction(input: Input): readonly IamRequest[] {
  const items = (input['TransactItems'] as readonly Input[]).flatMap((item) =>
    Object.entries(item).map(([kind, value]) => {
      const action = TRANSACTION_ACTIONS[kind];
      if (action === undefined) throw new Error(`${kind} in a transaction is not in the table`);
      const write = value as Input;
      const key = kind === 'Put' ? attribute(object(write, 'Item'), 'pk') : keyOf(write);
      return { action, table: one(write, 'TableName'), key };
    }),
  );
  const context = { 'dynamodb:EnclosingOperation': 'TransactWriteItems' };
  const alone = items.map(({ action, table, key }) => onItems(action, table, [key], context));
  const together = [...Map.groupBy(items, ({ action, table }) => `${action} ${table}`).values()].map((group) =>
    onItems(
      group[0]?.action ?? '',
      group[0]?.table ?? '',
      group.map(({ key }) => key),
      context,
    ),
  );
  return [...alone, ...together];
}

function onItems(action: string, table: string, keys: readonly string[], more: IamRequest['context'] = {}): IamRequest {
  return {
    action: `dynamodb:${action}`,
    resource: table.startsWith('arn:') ? table : arn('dynamodb', `table/${table}`),
    context: { 'dynamodb:LeadingKeys': keys, ...more },
  };
}
