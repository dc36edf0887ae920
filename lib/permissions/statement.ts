/** Turns permissions into CDK policy statements, so that grants and denials differ in their effect only. */
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from './permission.ts';

/** The statement that grants a permission. */
export function allow(permission: Permission): PolicyStatement {
  return statement(Effect.ALLOW, permission);
}

/** The statement that denies a permission, whatever is granted elsewhere. */
export function deny(permission: Permission): PolicyStatement {
  return statement(Effect.DENY, permission);
}

function statement(effect: Effect, permission: Permission): PolicyStatement {
  return new PolicyStatement({
    effect,
    actions: [...permission.actions],
    resources: [...permission.resources],
    ...(permission.conditions === undefined ? {} : { conditions: permission.conditions }),
  });
}
