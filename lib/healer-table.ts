/**
 * The healer's only state: one table for signals, incidents, memory, leases and limits. It outlives the stack, because
 * history and memory are worth more than the other resources.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Days to go back after memory was spoilt: people notice a bad runbook within two weeks. */
const RECOVERY_DAYS = 14;

/** Creates the table: keys `pk` and `sk`, time to live in `ttl`, encrypted with a key that costs nothing. */
export function createHealerTable(scope: Construct): TableV2 {
  return new TableV2(scope, 'Table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    timeToLiveAttribute: 'ttl',
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: RECOVERY_DAYS },
    removalPolicy: RemovalPolicy.RETAIN,
    // A deleted stack keeps the table; this also protects it from a wrong click and from a script that deletes both.
    deletionProtection: true,
  });
}
