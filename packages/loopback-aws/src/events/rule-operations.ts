/** What people and tools do with rules after they were deployed: look at them, switch them off and on again. */
import { AwsError, type AwsService } from '../aws-service.ts';
import { onlyFields, text, type Json } from '../fields.ts';
import type { RuleTarget } from './delivery.ts';

/** A deployed rule; switched off it stays, and matches nothing. */
export interface KeptRule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  readonly targets: readonly RuleTarget[];
  enabled: boolean;
}

/** The operations over rules that `rules` answers with. */
export function ruleOperations(rules: () => readonly KeptRule[]): AwsService['operations'] {
  const find = (input: Json, field = 'Name'): KeptRule => {
    const name = text(input, field);
    const rule = rules().find((one) => one.name === name);
    if (rule === undefined) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist.`);
    return rule;
  };
  const enable = (enabled: boolean) => (input: Json) => {
    onlyFields('an event rule', input, ['Name']);
    find(input).enabled = enabled;
    return {};
  };
  return {
    DescribeRule(input) {
      onlyFields('events:DescribeRule', input, ['Name']);
      const { name, arn, pattern, schedule, enabled } = find(input);
      return {
        Name: name,
        Arn: arn,
        EventPattern: pattern === undefined ? undefined : JSON.stringify(pattern),
        ScheduleExpression: schedule,
        State: enabled ? 'ENABLED' : 'DISABLED',
        EventBusName: 'default',
      };
    },
    ListTargetsByRule(input) {
      onlyFields('events:ListTargetsByRule', input, ['Rule']);
      return { Targets: find(input, 'Rule').targets.map(describeTarget) };
    },
    EnableRule: enable(true),
    DisableRule: enable(false),
  };
}

function describeTarget({ id, arn, deadLetterArn, retryAttemptsMax, eventAgeSecondsMax }: RuleTarget): Json {
  return {
    Id: id,
    Arn: arn,
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
    RetryPolicy: { MaximumRetryAttempts: retryAttemptsMax, MaximumEventAgeInSeconds: eventAgeSecondsMax },
  };
}
