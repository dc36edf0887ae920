/** `AWS::Events::Rule`: patterns and rates to machines, functions and queues, always with the whole event. */
import { unsupported } from '../aws-service.ts';
import type { RuleTarget } from '../events/delivery.ts';
import type { RuleInput } from '../events/bus.ts';
import { number, object, objects, onlyFields, optionalText, text, type Json } from '../fields.ts';
import type { ResourceKind } from './deploy.ts';

export interface RulePorts {
  readonly putRule: (rule: RuleInput) => string;
}

/** What EventBridge does when a target says nothing: 24 hours, 185 attempts. */
const RETRY = { attempts: 185, ageSeconds: 86_400 };

export function ruleKind(ports: RulePorts): ResourceKind {
  return {
    properties: [
      'Name',
      'Description',
      'EventBusName',
      'EventPattern',
      'ScheduleExpression',
      'State',
      'Targets',
      'RoleArn',
      'Tags',
    ],
    create({ properties, defaultName }) {
      if ((optionalText(properties, 'EventBusName') ?? 'default') !== 'default')
        throw unsupported('event buses other than the default');
      const schedule = optionalText(properties, 'ScheduleExpression');
      const name = optionalText(properties, 'Name') ?? defaultName;
      const arn = ports.putRule({
        name,
        pattern: properties['EventPattern'],
        ...(schedule === undefined ? {} : { schedule }),
        enabled: optionalText(properties, 'State') !== 'DISABLED',
        targets: objects(properties, 'Targets').map(readTarget),
      });
      return { ref: name, attributes: { Arn: arn } };
    },
  };
}

function readTarget(target: Json): RuleTarget {
  onlyFields('a rule target', target, ['Arn', 'Id', 'RoleArn', 'DeadLetterConfig', 'RetryPolicy']);
  const retry = object(target, 'RetryPolicy');
  return {
    id: text(target, 'Id'),
    arn: text(target, 'Arn'),
    deadLetterArn: optionalText(object(target, 'DeadLetterConfig'), 'Arn'),
    retryAttemptsMax: number(retry, 'MaximumRetryAttempts', RETRY.attempts),
    eventAgeSecondsMax: number(retry, 'MaximumEventAgeInSeconds', RETRY.ageSeconds),
  };
}
