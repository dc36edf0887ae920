/**
 * One permission: an IAM statement as data, with the reasons that a reviewer asks for. The constructs turn it into a
 * statement, the documentation into a row of a table.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';

export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** Its purpose, or what a denial prevents: one sentence for a reviewer. */
  readonly why: string;
  /** Why a wildcard among the resources cannot be narrower; required for each. */
  readonly wildcard?: string;
  /**
   * Why it is granted although no scenario of the lab uses it: by action, or by action and key prefix for the table
   * (`dynamodb:UpdateItem MEM#`). A test fails for any permission that is neither used nor explained here.
   */
  readonly unexercised?: Readonly<Record<string, string>>;
}

/** The values that ARNs are made from; tokens at synth. */
export interface PermissionScope {
  readonly catalog: Catalog;
  readonly tableArn: string;
  readonly topicArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The topic for chat, and the key that encrypts the topics; absent without one. */
  readonly chatTopicArn?: string;
  readonly topicKeyArn?: string;
  /** ARN of a resource of this account and region: `arn('ecs', 'cluster/shop')`. */
  readonly arn: (service: string, resource: string) => string;
}
