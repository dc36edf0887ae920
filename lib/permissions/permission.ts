/**
 * What one permission is: an IAM statement in data, with the reasons a reviewer asks for beside it. The constructs turn
 * it into statements, the documentation into a table. It must not know who has which.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';

/** Conditions by operator and key, as IAM takes them. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** What it is needed for, or what a denial prevents: one sentence for a person who reviews it. */
  readonly why: string;
  /** Why a wildcard among the resources is as narrow as it gets; required where there is one. */
  readonly wildcard?: string;
  /**
   * Why it is granted although no scenario of the lab uses it: by action, or by action and key prefix for the table
   * (`dynamodb:UpdateItem MEM#`). Whatever is not used and not argued here fails a test.
   */
  readonly unexercised?: Readonly<Record<string, string>>;
}

/** What the ARNs are made of; tokens at synth. */
export interface PermissionScope {
  readonly catalog: Catalog;
  readonly tableArn: string;
  readonly topicArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The topic for chat, and the key that encrypts the topics; absent where there is none. */
  readonly chatTopicArn?: string;
  readonly topicKeyArn?: string;
  /** ARN of a resource of this account and region: `arn('ecs', 'cluster/shop')`. */
  readonly arn: (service: string, resource: string) => string;
}
