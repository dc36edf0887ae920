/** Executions that die are handed to the reaper, which is tried for hours before the event is kept. */
import { describe, expect, it } from 'vitest';
import { shopTemplate } from './support/shop.ts';
import { flat, resourcesOf } from './support/templates.ts';

interface Rule {
  readonly EventPattern: { readonly 'detail-type'?: readonly string[]; readonly detail?: unknown };
  readonly Targets: readonly Readonly<Record<string, unknown>>[];
}

const template = shopTemplate();
const RULES = resourcesOf(template, 'AWS::Events::Rule').map(({ Properties }) => flat(Properties) as Rule);

describe('dead executions', () => {
  it('of this state machine, and of no other, are handed to the reaper', () => {
    const [pattern, ...others] = RULES.map(({ EventPattern }) => EventPattern).filter((one) =>
      one?.['detail-type']?.includes('Step Functions Execution Status Change'),
    );
    expect(others).toEqual([]);
    expect(pattern?.detail).toEqual({
      stateMachineArn: ['<HealerWorkflow>'],
      status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    });
    const invoked = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(
      ({ Properties }) => flat(Properties) as Record<string, unknown>,
    );
    expect(invoked.find(({ FunctionName }) => FunctionName === '<HealerReap>')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 2 * 3_600,
      DestinationConfig: { OnFailure: { Destination: '<HealerDeadLetters.Arn>' } },
    });
  });
});

describe('the rule for the reaper', () => {
  it('keeps trying for two hours, then keeps the event', () => {
    const rule = RULES.find(({ Targets }) => Targets[0]?.['Arn'] === '<HealerReap.Arn>');
    expect(rule?.Targets).toMatchObject([
      {
        DeadLetterConfig: { Arn: '<HealerDeadLetters.Arn>' },
        RetryPolicy: { MaximumEventAgeInSeconds: 2 * 3_600 },
      },
    ]);
  });
});
