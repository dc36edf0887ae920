/** What a healer grants to others: its brakes, and its ear. It must not know who they are. */
import { Stack } from 'aws-cdk-lib';
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

/** Put events that may be signals on the default bus, and no others. */
export function grantSignal(healer: IConstruct, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ['events:PutEvents'],
    resourceArns: [Stack.of(healer).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
    conditions: { StringEquals: { 'events:detail-type': CUSTOM_SIGNAL_DETAIL_TYPE } },
  });
}
