/**
 * The healer's only state: one table for signals, incidents, memory, leases and limits. It outlives the stack, because
 * what was learnt and what happened is worth more than the resources that wrote it.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Days to go back when memory was spoilt; a bad runbook is noticed within two weeks. */
const RECOVERY_DAYS = 14;

/** Creates the table: keys `pk` and `sk`, time to live in `ttl`. Encrypted with a key that costs nothing. */
export function createHealerTable(scope: Construct): TableV2 {
  return new TableV2(scope, 'Table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    timeToLiveAttribute: 'ttl',
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: RECOVERY_DAYS },
    removalPolicy: RemovalPolicy.RETAIN,
    // A stack that is deleted keeps the table; this keeps it from a wrong click, and from a script that deletes both.
    deletionProtection: true,
  });
}
