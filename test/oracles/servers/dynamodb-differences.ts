/**
 * Tests that a foreign DynamoDB is known to fail, each with the reason. They run all the same and have to fail: an entry goes
 * when the difference does.
 */
const NO_TOKENS =
  'moto ignores the token of a transaction: one that is sent again because its answer was lost is carried out again, or finds ' +
  'its own writes in its way. DynamoDB is documented to answer it as the first time, for ten minutes.';

export const DYNAMODB_DIFFERENCES: Readonly<Record<'moto' | 'ministack', Readonly<Record<string, string>>>> = {
  moto: {
    'with a token takes effect once, and refuses another request with the same token': NO_TOKENS,
    'grants a reservation once when its answer was lost': NO_TOKENS,
    'settles an attempt once when the answer was lost and the stage ran again': NO_TOKENS,
    'does not take its own lost answer for a rival: the retried transaction is the same': NO_TOKENS,
    'ignores damaged sums, keeps reading the others, and still settles':
      'moto refuses a transaction that adds to a text as a whole, with a ValidationException. DynamoDB is documented to cancel ' +
      'it with the code ValidationError in the place of that write, which is how the healer finds the damaged item.',
    'is refused whole for an expression that does not parse, and nothing is written':
      'moto answers with a page of HTML and the status 500. DynamoDB answers with a ValidationException.',
  },
  ministack: {},
};
