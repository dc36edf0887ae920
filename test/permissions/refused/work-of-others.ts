/** What a role is not there for, and items of the table that are not its own. */
import { arn } from '../support/iam-requests.ts';
import { SHOP, CHECKOUT, keys, parameter } from '../support/calls.ts';
import type { Call } from '../support/calls.ts';

export const NOT_ITS_WORK: readonly Call[] = [
  {
    case: 'stops a task, when it only decides',
    role: 'Decide',
    action: 'ecs:StopTask',
    resource: arn('ecs', 'task/shop/0123456789abcdef'),
    context: SHOP,
  },
  {
    case: 'asks for the state of a calendar, when it only rolls back',
    role: 'RollBack',
    action: 'ssm:GetCalendarState',
    resource: arn('ssm', 'document/freeze'),
  },
  {
    case: 'changes a service, when it only verifies',
    role: 'Verify',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: SHOP,
  },
  {
    case: 'writes a toggle, when it only decides',
    role: 'Decide',
    action: 'ssm:PutParameter',
    resource: parameter('shop/flags/recommendations'),
  },
  {
    case: 'stops a task, when it only flips toggles',
    role: 'FlipToggle',
    action: 'ecs:StopTask',
    resource: arn('ecs', 'task/shop/0123456789abcdef'),
    context: SHOP,
  },
  {
    case: 'deletes a service',
    role: 'ReplaceTasks',
    action: 'ecs:DeleteService',
    resource: CHECKOUT,
    context: SHOP,
  },
  {
    case: 'opens a shell in a container',
    role: 'ReplaceTasks',
    action: 'ecs:ExecuteCommand',
    resource: arn('ecs', 'task/shop/0123456789abcdef'),
    context: SHOP,
  },
  { case: 'runs the reaper', role: 'Workflow', action: 'lambda:InvokeFunction', resource: '<Reap>' },
  {
    case: 'runs somebody else’s function',
    role: 'Workflow',
    action: 'lambda:InvokeFunction',
    resource: arn('lambda', 'function:payroll'),
  },
  {
    case: 'starts somebody else’s state machine',
    role: 'Signals',
    action: 'states:StartExecution',
    resource: arn('states', 'stateMachine:payroll'),
  },
  {
    case: 'publishes to somebody else’s topic',
    role: 'Workflow',
    action: 'sns:Publish',
    resource: arn('sns', 'payroll'),
  },
  {
    case: 'publishes by itself, when the state machine does',
    role: 'Close',
    action: 'sns:Publish',
    resource: '<Topic>',
  },
  {
    case: 'takes messages out of the dead-letter queue',
    role: 'Workflow',
    action: 'sqs:DeleteMessage',
    resource: '<DeadLetters>',
  },
  {
    case: 'sends to somebody else’s queue',
    role: 'Workflow',
    action: 'sqs:SendMessage',
    resource: arn('sqs', 'payroll'),
  },
  {
    case: 'makes up metrics of others',
    role: 'Verify',
    action: 'cloudwatch:PutMetricData',
    resource: '*',
    context: { 'cloudwatch:namespace': 'AWS/ECS' },
  },
  {
    case: 'writes the log of another function',
    role: 'Intake',
    action: 'logs:PutLogEvents',
    resource: arn('logs', 'log-group:/aws/lambda/payroll:log-stream:1'),
  },
];

export const OTHER_DATA: readonly Call[] = [
  {
    case: 'writes memory, when it only decides how to replace',
    role: 'ReplaceTasks',
    action: 'dynamodb:UpdateItem',
    resource: '<Table>',
    context: keys('MEM#memory-leak'),
  },
  {
    case: 'takes a lease, when it only learns',
    role: 'Learn',
    action: 'dynamodb:UpdateItem',
    resource: '<Table>',
    context: keys('LEASE#shop'),
  },
  {
    case: 'writes a lease anew, when it may only renew it',
    role: 'ReplaceTasks',
    action: 'dynamodb:PutItem',
    resource: '<Table>',
    context: keys('LEASE#shop'),
  },
  {
    case: 'forgets attempts of a service',
    role: 'RollBack',
    action: 'dynamodb:PutItem',
    resource: '<Table>',
    context: keys('LIMIT#checkout'),
  },
  {
    case: 'writes what it may, together with what it may not',
    role: 'Learn',
    action: 'dynamodb:UpdateItem',
    resource: '<Table>',
    context: {
      ...keys('INC#1', 'MEM#memory-leak', 'LIMIT#checkout'),
      'dynamodb:EnclosingOperation': 'TransactWriteItems',
    },
  },
  { case: 'writes items without saying which', role: 'Learn', action: 'dynamodb:UpdateItem', resource: '<Table>' },
  {
    case: 'takes a signal for seen',
    role: 'Decide',
    action: 'dynamodb:PutItem',
    resource: '<Table>',
    context: keys('SEEN#alarm'),
  },
  {
    case: 'changes memory from the state machine',
    role: 'Workflow',
    action: 'dynamodb:UpdateItem',
    resource: '<Table>',
    context: keys('MEM#memory-leak'),
  },
  {
    case: 'deletes an incident',
    role: 'Close',
    action: 'dynamodb:DeleteItem',
    resource: '<Table>',
    context: keys('INC#1'),
  },
  { case: 'reads the whole table', role: 'Decide', action: 'dynamodb:Scan', resource: '<Table>' },
  { case: 'deletes the table', role: 'Learn', action: 'dynamodb:DeleteTable', resource: '<Table>' },
  {
    case: 'reads another table',
    role: 'Decide',
    action: 'dynamodb:GetItem',
    resource: arn('dynamodb', 'table/payroll'),
    context: keys('INC#1'),
  },
];
