/** The state machine that is deployed, with names in place of ARNs: retries, timeouts and Lambdas are read from it. */
import { workflowDefinition } from '../../lib/workflow/definition.ts';

export const WORKFLOW_DEFINITION = workflowDefinition({
  partition: 'aws',
  functionArn: (name) => name,
  topicArn: 'topic',
  tableName: 'table',
  deadLetterQueueUrl: 'queue',
});
