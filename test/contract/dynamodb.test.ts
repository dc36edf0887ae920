/** The DynamoDB adapters keep the contracts on the lab's DynamoDB. */
import { createDynamoDb } from '../../lab/cloud/dynamodb.ts';
import { dynamodbContract } from './dynamodb.contract.ts';

dynamodbContract(createDynamoDb);
