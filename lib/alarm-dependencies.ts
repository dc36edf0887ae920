/**
 * The order in which a deployment makes alarms and what answers them. An alarm sends an event as soon as it has a state:
 * before its rule is there, nobody would hear it; before Intake has the new catalog, it would be refused.
 */
import { CfnResource } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ALARMS_ID } from './alarms.ts';
import { OWN_ALARMS_RULE_ID, SIGNALS_ID } from './signals.ts';

/**
 * Makes the alarms of services wait for the rule that hears them and for Intake's code. Neither refers to an alarm, so it
 * cannot go round in a circle. On the way out it is the other way round by itself: CloudFormation removes last.
 */
export function listenFirst(healer: Construct, intake: Lambda): void {
  const rule = healer.node.findChild(SIGNALS_ID).node.findChild(OWN_ALARMS_RULE_ID);
  const first = [rule, intake].map(({ node }) => node.defaultChild).filter((one) => CfnResource.isCfnResource(one));
  const alarms = healer.node.findChild(ALARMS_ID).node.findAll();
  for (const alarm of alarms.filter((one) => one instanceof CfnAlarm)) {
    for (const one of first) alarm.addResourceDependency(one);
  }
}
