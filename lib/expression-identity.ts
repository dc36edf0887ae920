/**
 * Gives an expression with tokens a text that is equal for equal meanings, because constructs return a new token each
 * time. A logical id is not enough: two stacks may use the same one.
 */
import { DefaultTokenResolver, Reference, Tokenization, type ITokenResolver } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Joins the parts of a text; other values stay readable. */
const plain = new DefaultTokenResolver({ join: (left, right) => `${asText(left)}${asText(right)}` });

const resolver: ITokenResolver = {
  resolveToken: (token, context, postProcessor) =>
    Reference.isReference(token)
      ? `<${token.target.node.addr}.${token.displayName}>`
      : (plain.resolveToken(token, context, postProcessor) as unknown),
  resolveString: (fragments, context) => plain.resolveString(fragments, context) as unknown,
  resolveList: (list, context) => plain.resolveList(list, context) as unknown,
};

/** The value as plain data, with the construct's address and attribute in place of each reference. */
export function withIdentities(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver });
}

/** Equal for two expressions exactly when they mean the same. */
export function identityOf(scope: IConstruct, value: unknown): string {
  return JSON.stringify(withIdentities(scope, value)) ?? '';
}

function asText(part: unknown): string {
  return typeof part === 'string' ? part : (JSON.stringify(part) ?? '');
}
