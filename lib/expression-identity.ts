/**
 * What an expression with tokens means, as text that is the same for two expressions of one meaning: constructs hand out
 * a new token every time they are asked. A logical id would not do, since two stacks may have the same one.
 */
import { DefaultTokenResolver, Reference, Tokenization } from 'aws-cdk-lib';
import type { ITokenResolver } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Joins the parts of a text; what is no text stays readable as what it is. */
const plain = new DefaultTokenResolver({ join: (left, right) => `${asText(left)}${asText(right)}` });

const resolver: ITokenResolver = {
  resolveToken: (token, context, postProcessor) =>
    Reference.isReference(token)
      ? `<${token.target.node.addr}.${token.displayName}>`
      : (plain.resolveToken(token, context, postProcessor) as unknown),
  resolveString: (fragments, context) => plain.resolveString(fragments, context) as unknown,
  resolveList: (list, context) => plain.resolveList(list, context) as unknown,
};

/** The value as plain data, with the address of the construct and the attribute where it refers to one. */
export function withIdentities(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver });
}

/** Equal for two expressions of one meaning, and for no others. */
export function identityOf(scope: IConstruct, value: unknown): string {
  return JSON.stringify(withIdentities(scope, value)) ?? '';
}

function asText(part: unknown): string {
  return typeof part === 'string' ? part : (JSON.stringify(part) ?? '');
}
