/** The Step Functions operations as the wire brings them. */
import { unsupported, type AwsService } from '../aws-service.ts';
import { flag, number, onlyFields, optionalText, text, type Json } from '../fields.ts';
import type { Execution } from './execution.ts';
import { describeExecution, historyPage } from './execution-views.ts';

/** What the operations need of the service. */
export interface ExecutionStore {
  start(machineArn: string, start: { name: string | undefined; input: string | undefined }): Execution;
  find(arn: string): Execution;
  all(): readonly Execution[];
  describe(machineArn: string): Json;
}

const HISTORY_FIELDS = ['executionArn', 'maxResults', 'reverseOrder', 'nextToken', 'includeExecutionData'];
const PAGE = 1000;

export function stateOperations(store: ExecutionStore): AwsService['operations'] {
  return {
    StartExecution(input) {
      onlyFields('states:StartExecution', input, ['stateMachineArn', 'name', 'input']);
      const start = { name: optionalText(input, 'name'), input: optionalText(input, 'input') };
      const started = store.start(text(input, 'stateMachineArn'), start);
      return { executionArn: started.arn, startDate: new Date(started.startedAt) };
    },
    DescribeExecution(input) {
      onlyFields('states:DescribeExecution', input, ['executionArn', 'includedData']);
      return describeExecution(store.find(text(input, 'executionArn')));
    },
    StopExecution(input) {
      onlyFields('states:StopExecution', input, ['executionArn', 'error', 'cause']);
      const execution = store.find(text(input, 'executionArn'));
      execution.end({ status: 'ABORTED', ...given('error', input), ...given('cause', input) });
      return { stopDate: new Date(execution.ended()?.at ?? 0) };
    },
    GetExecutionHistory(input) {
      onlyFields('states:GetExecutionHistory', input, HISTORY_FIELDS);
      const { history } = store.find(text(input, 'executionArn'));
      const page = { size: number(input, 'maxResults', PAGE), from: Number(optionalText(input, 'nextToken') ?? 0) };
      return historyPage(history.events, page, flag(input, 'reverseOrder'));
    },
    DescribeStateMachine(input) {
      onlyFields('states:DescribeStateMachine', input, ['stateMachineArn']);
      return store.describe(text(input, 'stateMachineArn'));
    },
    ListExecutions: (input) => ({ executions: listed(store, input) }),
  };
}

/** Newest first, without input and output, as in AWS. */
function listed(store: ExecutionStore, input: Json): readonly object[] {
  onlyFields('states:ListExecutions', input, ['stateMachineArn', 'statusFilter', 'maxResults']);
  const [machineArn, status] = [text(input, 'stateMachineArn'), optionalText(input, 'statusFilter')];
  const ofMachine = store.all().filter((one) => one.machineArn === machineArn);
  const matching = ofMachine.filter((one) => status === undefined || one.status() === status);
  if (matching.length > number(input, 'maxResults', PAGE)) throw unsupported('paging of states:ListExecutions');
  return matching.toReversed().map((one) => {
    const { input: _input, output: _output, ...summary } = describeExecution(one);
    return summary;
  });
}

function given(field: 'error' | 'cause', input: Json): Record<string, string> {
  const value = optionalText(input, field);
  return value === undefined ? {} : { [field]: value };
}
