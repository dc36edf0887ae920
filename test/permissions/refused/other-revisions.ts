/** What must not be deployed, and how it must not be. */
import { arn } from '../support/iam-input.ts';
import { SHOP, BACK, CHECKOUT, TO_A_TASK, to, type Call } from '../support/calls.ts';
import { CHECKOUT_TASK_ROLE } from '../support/shop.ts';

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
    case: 'changes the rollout limits or the number of tasks of a service that it does not roll back',
    role: 'RollBack',
    action: 'ecs:UpdateService',
    resource: arn('ecs', 'service/shop/payroll'),
    context: SHOP,
  },
  {
    case: 'changes the number of tasks and deploys another family',
    role: 'ReplaceTasks',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('payroll-task:7') },
  },
  {
    case: 'adds tasks and deploys another registered family',
    role: 'ScaleOut',
    action: 'ecs:UpdateService',
    resource: CHECKOUT,
    context: { ...SHOP, ...to('catalog-task:7') },
  },
  {
    case: 'hands a role that is not registered to a task',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::123456789012:role/admin',
    context: TO_A_TASK,
  },
  {
    case: 'hands a role whose name only begins like a registered one to a task',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: `${CHECKOUT_TASK_ROLE}-admin`,
    context: TO_A_TASK,
  },
  {
    case: 'hands a registered role to a Lambda',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: CHECKOUT_TASK_ROLE,
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
  },
  {
    case: 'hands on a registered role without saying to whom',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: CHECKOUT_TASK_ROLE,
  },
  ...['ReplaceTasks', 'ScaleOut', 'FlipToggle', 'Decide', 'Verify', 'Sweep', 'Workflow'].map((role) => ({
    case: `hands a registered role to a task, though ${role} deploys nothing`,
    role,
    action: 'iam:PassRole',
    resource: CHECKOUT_TASK_ROLE,
    context: TO_A_TASK,
  })),
];
