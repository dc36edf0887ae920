/** The limits in memory and in the lab's DynamoDB give the same answers. */
import { createDynamoDb } from 'loopback-aws/dynamodb.ts';
import { sameAnswersContract } from './same-answers.contract.ts';

sameAnswersContract(createDynamoDb);
