/** What was never registered: other services, clusters, accounts, target groups and parameters. */
import { arn } from '../support/iam-input.ts';
import { SHOP, PAYROLL, FOREIGN_SERVICE, FOREIGN_CLUSTER, to, parameter, type Call } from '../support/calls.ts';
import { FOREIGN_TARGETS } from '../support/shop.ts';

/**
 * Known exception: a task of another service in a registered cluster. IAM cannot tell whose a task is, so that call is in
 * the table of what is allowed, and what refuses it is the healer's own check before it stops a task.
 */
export const OTHER_SERVICES: readonly Call[] = [
  {
    case: 'changes the number of tasks of a service that was not registered',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: FOREIGN_SERVICE,
    context: SHOP,
  },
  {
    case: 'changes the number of tasks of a service whose name only begins like a registered one',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/shop/checkout-2'),
    context: SHOP,
  },
  {
    case: 'changes the number of tasks of a service of that name in another cluster',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: FOREIGN_CLUSTER,
    context: PAYROLL,
  },
  {
    case: 'changes the number of tasks of a service of another account',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: 'arn:aws:ecs:us-east-1:999999999999:service/shop/checkout',
    context: SHOP,
  },
  {
    case: 'changes the number of tasks of a service of another region',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout',
    context: SHOP,
  },
  {
    case: 'adds tasks to a service that was not registered',
    role: 'ScaleOut',
    action: 'ecs:UpdateService',
    resource: FOREIGN_SERVICE,
    context: SHOP,
  },
  {
    case: 'rolls back a service that was not registered',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: FOREIGN_SERVICE,
    context: { ...SHOP, ...to('payroll-task:7') },
  },
  {
    case: 'stops a task of another cluster',
    role: 'ReplaceTasks',
    action: 'ecs:StopTask',
    resource: arn('ecs', 'task/payroll/0123456789abcdef'),
    context: PAYROLL,
  },
  {
    case: 'stops a task of another cluster under the name of a registered one',
    role: 'ReplaceTasks',
    action: 'ecs:StopTask',
    resource: arn('ecs', 'task/payroll/0123456789abcdef'),
    context: SHOP,
  },
  {
    case: 'drains a target of a group that was not registered',
    role: 'ReplaceTasks',
    action: 'elasticloadbalancing:DeregisterTargets',
    resource: FOREIGN_TARGETS,
  },
  {
    case: 'adds a target to a group that was not registered',
    role: 'ReplaceTasks',
    action: 'elasticloadbalancing:RegisterTargets',
    resource: FOREIGN_TARGETS,
  },
  {
    case: 'writes a parameter that is no registered toggle',
    role: 'FlipToggle',
    action: 'ssm:PutParameter',
    resource: parameter('shop/database/password'),
  },
  {
    case: 'writes a parameter below a registered toggle',
    role: 'FlipToggle',
    action: 'ssm:PutParameter',
    resource: parameter('shop/flags/recommendations/more'),
  },
  {
    case: 'reads a parameter that is no registered toggle',
    role: 'Decide',
    action: 'ssm:GetParameter',
    resource: parameter('shop/database/password'),
  },
  {
    case: 'reads parameters beside the overrides',
    role: 'Decide',
    action: 'ssm:GetParameters',
    resource: parameter('shop/database/password'),
  },
  {
    case: 'asks for the state of a calendar that no service has',
    role: 'Decide',
    action: 'ssm:GetCalendarState',
    resource: arn('ssm', 'document/payroll-freeze'),
  },
  {
    case: 'looks at a service of another cluster',
    role: 'Decide',
    action: 'ecs:DescribeServices',
    resource: FOREIGN_CLUSTER,
    context: PAYROLL,
  },
  {
    case: 'lists tasks of another cluster',
    role: 'Decide',
    action: 'ecs:ListTasks',
    resource: arn('ecs', 'container-instance/payroll/none'),
    context: PAYROLL,
  },
];
