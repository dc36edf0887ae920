/** How the tables of refused and allowed calls are written: who calls what on which resource, and its conditions. */
import { arn, type IamRequest } from './iam-input.ts';

export interface Call {
  readonly case: string;
  readonly role: string;
  readonly action: string;
  /** `<Table>` and the like stand for the healer's own resources. */
  readonly resource: string;
  readonly context?: IamRequest['context'];
}

export const SHOP = { 'ecs:cluster': arn('ecs', 'cluster/shop') };
export const BACK = { 'ecs:cluster': arn('ecs', 'cluster/back') };
export const PAYROLL = { 'ecs:cluster': arn('ecs', 'cluster/payroll') };
export const CHECKOUT = arn('ecs', 'service/shop/checkout');
export const FOREIGN_SERVICE = arn('ecs', 'service/shop/payroll');
export const FOREIGN_CLUSTER = arn('ecs', 'service/payroll/checkout');

export const TO_A_TASK = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
export const to = (revision: string) => ({ 'ecs:task-definition': arn('ecs', `task-definition/${revision}`) });
export const keys = (...leading: readonly string[]) => ({ 'dynamodb:LeadingKeys': leading });
export const parameter = (name: string) => arn('ssm', `parameter/${name}`);
