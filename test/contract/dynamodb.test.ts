/** The DynamoDB adapters keep the contracts on the lab's DynamoDB. */
import { createDynamoDb } from 'loopback-aws/dynamodb.ts';
import { dynamodbContract } from './dynamodb.contract.ts';

/** The lab's transactions run one after the other; races of full size are for another DynamoDB, among the oracles. */
dynamodbContract(createDynamoDb, { rivals: 20, rounds: 4, wideRounds: 3 });
