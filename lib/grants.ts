/** What a healer grants to others: its override, and events from applications. */
import { Lazy, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { CUSTOM_SIGNAL_DETAIL_TYPE, overrideParameterName } from '../core/vocabulary.ts';

/** Read and write the override parameters, the global one and those of every service. */
export function grantPause(healer: IConstruct, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    // No deletion: an override that cannot be read means observe, which the user did not ask for.
    actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter'],
    resourceArns: [overrideParameterName(), overrideParameterName('*')].map((name) =>
      Stack.of(healer).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) }),
    ),
  });
}

/**
 * Put events with these sources, and no others, on the default bus. A source speaks only for services that list it.
 * @param sources read when the template is written
 */
export function grantSignal(healer: IConstruct, grantee: IGrantable, sources: () => readonly string[]): Grant {
  // One call may put ten events. `ForAllValues` checks each, and is true for a request without any: hence the second.
  const keys = ['events:source', 'events:detail-type'] as const;
  return Grant.addToPrincipal({
    grantee,
    actions: ['events:PutEvents'],
    resourceArns: [Stack.of(healer).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
    conditions: {
      'ForAllValues:StringEquals': {
        [keys[0]]: Lazy.list({ produce: () => [...sources()] }),
        [keys[1]]: CUSTOM_SIGNAL_DETAIL_TYPE,
      },
      Null: Object.fromEntries(keys.map((key) => [key, 'false'])),
    },
  });
}
