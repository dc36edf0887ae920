/** DynamoDB tables, written the old way (`Table`) or as CDK's `TableV2` writes them (`GlobalTable` with one replica). */
import { unsupported } from '../aws-service.ts';
import { objects, optionalText, type Json } from '../fields.ts';
import type { ResolvedResource, ResourceKind } from './deploy.ts';

export interface TablePorts {
  /** Takes the input of CreateTable; returns the ARN. */
  readonly createTable: (input: Json) => Promise<string>;
}

const COMMON = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'TimeToLiveSpecification',
];
const TABLE = [
  ...COMMON,
  'PointInTimeRecoverySpecification',
  'SSESpecification',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'Tags',
];
const GLOBAL_TABLE = [...COMMON, 'Replicas', 'SSESpecification', 'WriteOnDemandThroughputSettings'];

export function tableKinds(ports: TablePorts): Record<string, ResourceKind> {
  const create = async ({ properties, defaultName }: ResolvedResource) => {
    if (optionalText(properties, 'BillingMode') !== 'PAY_PER_REQUEST')
      throw unsupported('tables with provisioned throughput');
    const name = optionalText(properties, 'TableName') ?? defaultName;
    const indexes = objects(properties, 'GlobalSecondaryIndexes').map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
    const arn = await ports.createTable({
      TableName: name,
      AttributeDefinitions: properties['AttributeDefinitions'],
      KeySchema: properties['KeySchema'],
      BillingMode: 'PAY_PER_REQUEST',
      ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
    });
    return { ref: name, attributes: { Arn: arn } };
  };
  return {
    'AWS::DynamoDB::Table': { properties: TABLE, create },
    'AWS::DynamoDB::GlobalTable': {
      properties: GLOBAL_TABLE,
      create(resource) {
        if (objects(resource.properties, 'Replicas').length !== 1)
          throw unsupported('tables with more than one replica');
        return create(resource);
      },
    },
  };
}
