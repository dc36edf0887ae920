/** What a healer grants to others: its brakes, and its ear. It must not know who they are. */
import { Lazy, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { CUSTOM_SIGNAL_DETAIL_TYPE, overrideParameterName } from '../core/vocabulary.ts';

/** Read and write the parameters that hold the healer back, the one for everything and those of every service. */
export function grantPause(healer: IConstruct, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    // Not deleting: a brake that cannot be read means observe, which nobody asked for.
    actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter'],
    resourceArns: [overrideParameterName(), overrideParameterName('*')].map((name) =>
      Stack.of(healer).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) }),
    ),
  });
}

/**
 * Put events that may be signals on the default bus, from these sources and no others. What speaks for one service cannot
 * speak for another, unless both list its source.
 * @param sources asked when the template is written
 */
export function grantSignal(healer: IConstruct, grantee: IGrantable, sources: () => readonly string[]): Grant {
  // One call may put ten events. `ForAllValues` asks each of them, and is true of a request without any: hence the second.
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
