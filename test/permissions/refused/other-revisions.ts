/** What must not be deployed, and how it must not be. */
import { arn } from '../support/iam-requests.ts';
import { SHOP, BACK, CHECKOUT, to } from '../support/calls.ts';
import type { Call } from '../support/calls.ts';

export const OTHER_REVISIONS: readonly Call[] = [
  {
    case: 'changes the number of tasks of a service whose runbooks only roll back',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/back/indexer'),
    context: BACK,
  },
  {
    case: 'deploys a revision of another family',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('payroll-task:7') },
  },
  {
    case: 'deploys a revision of another registered family',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('catalog-task:7') },
  },
  {
    case: 'deploys a family whose name only begins like its own',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('checkout-task-debug:7') },
  },
  {
    case: 'deploys whatever is newest of its family',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('checkout-task') },
  },
  {
    case: 'deploys a revision of another account',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/back/search-v2'),
    context: { ...BACK, 'ecs:task-definition': 'arn:aws:ecs:us-east-1:999999999999:task-definition/search:7' },
  },
  {
    case: 'changes the pace or the number of tasks of a service that it does not roll back',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/shop/payroll'),
    context: SHOP,
  },
  {
    case: 'deploys, when it may only change the number of tasks',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('checkout-task:7') },
  },
  {
    case: 'deploys, when it may only add tasks',
    role: 'ScaleOut',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('checkout-task:7') },
  },
  {
    case: 'registers a task definition',
    role: 'RollBack',
    action: 'ecs:RegisterTaskDefinition',
    resource: '*',
  },
  {
    case: 'hands a role to a task',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::123456789012:role/admin',
  },
  {
    case: 'runs a task',
    role: 'RollBack',
    action: 'ecs:RunTask',
    resource: arn('ecs', 'task-definition/checkout-task:7'),
  },
];
