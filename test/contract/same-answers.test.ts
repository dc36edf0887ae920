/** The limits in memory and in the lab's DynamoDB give the same answers. */
import { createDynamoDb } from '../../lab/cloud/dynamodb.ts';
import { sameAnswersContract } from './same-answers.contract.ts';

sameAnswersContract(createDynamoDb);
