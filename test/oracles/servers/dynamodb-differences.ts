/**
 * Tests that DynamoDB Local is known to fail, each with the reason. They run all the same and have to fail: an entry goes
 * when the difference does.
 */
export const DYNAMODB_LOCAL_DIFFERENCES: Readonly<Record<string, string>> = {
  'ignores damaged sums, keeps reading the others, and still settles':
    'It refuses a transaction that adds to a text as a whole, with a ValidationException. DynamoDB is documented to cancel ' +
    'it with the code ValidationError in the place of that write, which is how the healer finds the damaged item.',
};
