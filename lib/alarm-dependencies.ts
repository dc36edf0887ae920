/**
 * Orders a deployment: rule and Intake first, then alarms. An alarm sends an event as soon as it has a state. Before its
 * rule exists the event is lost; before Intake has the new catalog, Intake refuses it.
 */
import { CfnResource } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ALARMS_ID } from './alarms.ts';
import { OWN_ALARMS_RULE_ID, SIGNALS_ID } from './signals.ts';

/**
 * Makes the services' alarms depend on their rule and on Intake's code. Neither refers to an alarm, so there is no cycle.
 * When the stack is deleted, CloudFormation reverses the order.
 */
export function listenFirst(healer: Construct, intake: Lambda): void {
  const rule = healer.node.findChild(SIGNALS_ID).node.findChild(OWN_ALARMS_RULE_ID);
  const first = [rule, intake].map(({ node }) => node.defaultChild).filter((one) => CfnResource.isCfnResource(one));
  const alarms = healer.node.findChild(ALARMS_ID).node.findAll();
  for (const alarm of alarms.filter((one) => one instanceof CfnAlarm)) {
    for (const one of first) alarm.addResourceDependency(one);
  }
}
