/**
 * CloudFormation's functions, resolved to plain values. A reference that cannot be resolved and a function that is
 * not on the list are errors: a half-resolved ARN would fail much later and somewhere else.
 */
import { ACCOUNT, REGION, unsupported } from '../aws-service.ts';
import { isObject } from '../fields.ts';

/** What references resolve to. */
export interface Names {
  /** The value of `Ref`, also of parameters and pseudo parameters. */
  ref(name: string): string | undefined;
  attribute(logicalId: string, attribute: string): string | undefined;
  condition(name: string): boolean;
}

/** `Ref` of `AWS::NoValue`: the property is as good as absent. */
const NO_VALUE = Symbol('AWS::NoValue');

/** The pseudo parameters of a stack. */
export function pseudoParameters(stackName: string): Readonly<Record<string, string>> {
  return {
    'AWS::AccountId': ACCOUNT,
    'AWS::Region': REGION,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stackName}/lab`,
  };
}

/** Resolves every function inside `value`. */
export function resolve(value: unknown, names: Names): unknown {
  const result = resolveValue(value, names);
  return result === NO_VALUE ? undefined : result;
}

function resolveValue(value: unknown, names: Names): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:')) throw unsupported(`the dynamic reference ${value}`);
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, names)).filter((item) => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const [key = '', ...others] = Object.keys(value);
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::') || key === 'Condition'))
    return call(key, value[key], names);
  const fields = Object.entries(value).map(([field, item]) => [field, resolveValue(item, names)] as const);
  return Object.fromEntries(fields.filter(([, item]) => item !== NO_VALUE));
}

type Resolver = (argument: unknown, names: Names) => unknown;

const FUNCTIONS: Readonly<Record<string, Resolver>> = {
  Ref: (name, names) => (name === 'AWS::NoValue' ? NO_VALUE : required(names.ref(String(name)), `Ref ${String(name)}`)),
  'Fn::GetAtt': (argument, names) => {
    const [id = '', ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return required(names.attribute(id, rest.join('.')), `Fn::GetAtt ${id}.${rest.join('.')}`);
  },
  'Fn::Join': (argument, names) => {
    const [separator, items] = pair('Fn::Join', argument, names);
    return texts('Fn::Join', items).join(String(separator));
  },
  'Fn::Split': (argument, names) => {
    const [separator, whole] = pair('Fn::Split', argument, names);
    return String(whole).split(String(separator));
  },
  'Fn::Select': (argument, names) => {
    const [index, items] = pair('Fn::Select', argument, names);
    return required(texts('Fn::Select', items)[Number(index)], `Fn::Select ${String(index)}`);
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, names) => {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    return resolveValue(names.condition(String(condition)) ? yes : no, names);
  },
  'Fn::Equals': (argument, names) => {
    const [left, right] = pair('Fn::Equals', argument, names);
    return left === right;
  },
  'Fn::Not': (argument, names) => resolveList(argument, names)[0] !== true,
  'Fn::And': (argument, names) => resolveList(argument, names).every((item) => item === true),
  'Fn::Or': (argument, names) => resolveList(argument, names).some((item) => item === true),
  Condition: (name, names) => names.condition(String(name)),
};

function call(name: string, argument: unknown, names: Names): unknown {
  // A policy statement has a `Condition` that is an object; only a text names a template condition.
  if (name === 'Condition' && typeof argument !== 'string') return { Condition: resolveValue(argument, names) };
  const resolver = FUNCTIONS[name];
  if (resolver === undefined) throw unsupported(`the CloudFormation function ${name}`);
  return resolver(argument, names);
}

function substitute(argument: unknown, names: Names): string {
  const [template, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = isObject(own) ? own : {};
  return String(template).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in variables) return String(resolveValue(variables[name], names));
    const [id = '', ...attribute] = name.split('.');
    const found = attribute.length > 0 ? names.attribute(id, attribute.join('.')) : names.ref(name);
    return required(found, `\${${name}}`);
  });
}

function resolveList(argument: unknown, names: Names): readonly unknown[] {
  return Array.isArray(argument) ? argument.map((item) => resolveValue(item, names)) : [];
}

function pair(name: string, argument: unknown, names: Names): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw new Error(`${name} needs two arguments`);
  return [resolveValue(argument[0], names), resolveValue(argument[1], names)];
}

function texts(name: string, items: unknown): readonly string[] {
  if (!Array.isArray(items)) throw new Error(`${name} needs a list`);
  return items.filter((item) => item !== NO_VALUE).map(String);
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} cannot be resolved`);
  return value;
}

/** The logical ids a value refers to. */
export function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref') return [String(item)];
    if (key === 'Fn::GetAtt') return [Array.isArray(item) ? String(item[0]) : (String(item).split('.')[0] ?? '')];
    const [template] = key === 'Fn::Sub' ? (Array.isArray(item) ? item : [item]) : [''];
    const inText = [...String(template).matchAll(/\$\{([^!}.][^}.]*)/g)].map((match) => match[1] ?? '');
    return [...inText, ...referencesIn(item)];
  });
}
