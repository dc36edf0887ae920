/** The calls next to the fences, on the inside: a fence that keeps everybody out proves nothing. */
import { arn } from './support/iam-input.ts';
import { SHOP, BACK, CHECKOUT, TO_A_TASK, to, keys, parameter, type Call } from './support/calls.ts';
import { CHECKOUT_TARGETS, CHECKOUT_TASK_ROLE, TASK_EXECUTION_ROLE } from './support/shop.ts';

export const ALLOWED: readonly Call[] = [
  {
    case: 'changes the number of tasks of a registered service',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: SHOP,
  },
  {
    // No source says whether ECS adds it to a request that names none.
    case: 'changes the number of tasks, and IAM is told which revision runs',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('checkout-task:7') },
  },
  {
    case: 'adds tasks where no family is known, and IAM is told which revision runs',
    role: 'ScaleOut',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/back/search-v2'),
    context: { ...BACK, ...to('search:3') },
  },
  {
    case: 'adds tasks to a registered service',
    role: 'ScaleOut',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: SHOP,
  },
  {
    case: 'goes back to a revision of its own family',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('checkout-task:7') },
  },
  {
    case: 'passes a registered task role to a task',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: CHECKOUT_TASK_ROLE,
    context: TO_A_TASK,
  },
  {
    case: 'passes a registered execution role to a task',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: TASK_EXECUTION_ROLE,
    context: TO_A_TASK,
  },
  {
    case: 'goes back to any exact revision where the family is not known',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/back/search-v2'),
    context: { ...BACK, ...to('search:3') },
  },
  {
    // IAM cannot tell it from a change of the number of tasks. The role's Lambda asks for none: no move of the remedy is one.
    case: 'restores the rollout limits without naming a revision',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: SHOP,
  },
  {
    // Of whichever service: IAM cannot tell. The contract of the port refuses it: "stops no task of another service".
    case: 'stops any task of a cluster with registered services, which the healer itself has to refuse',
    role: 'ReplaceTasks',
    action: 'ecs:StopTask',
    resource: arn('ecs', 'task/shop/0123456789abcdef'),
    context: SHOP,
  },
  {
    case: 'drains a registered target group',
    role: 'ReplaceTasks',
    action: 'elasticloadbalancing:DeregisterTargets',
    resource: CHECKOUT_TARGETS,
  },
  {
    case: 'writes a registered toggle',
    role: 'FlipToggle',
    action: 'ssm:PutParameter',
    resource: parameter('shop/flags/recommendations'),
  },
  {
    case: 'asks for the state of a registered calendar',
    role: 'Decide',
    action: 'ssm:GetCalendarState',
    resource: arn('ssm', 'document/freeze'),
  },
  {
    case: 'settles an attempt and counts it, in one transaction',
    role: 'Learn',
    action: 'dynamodb:UpdateItem',
    resource: '<Table>',
    context: { ...keys('INC#1', 'MEM#memory-leak'), 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
  },
  { case: 'starts its own machine', role: 'Sweep', action: 'states:StartExecution', resource: '<Workflow>' },
  {
    case: 'starts its own machine by the clock',
    role: 'Schedules',
    action: 'states:StartExecution',
    resource: '<Workflow>',
  },
  { case: 'runs a Lambda of its own', role: 'Workflow', action: 'lambda:InvokeFunction', resource: '<Decide>' },
];
