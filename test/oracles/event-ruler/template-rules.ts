/** The event patterns of the synthesized template, and events that are made to match them. */
import type { Template } from '../synthesized.ts';
import { isObject, type Json, type JsonObject } from './random-event.ts';

export interface TemplateRule {
  readonly id: string;
  readonly pattern: JsonObject;
}

/** The rules of the template, references to resources as their logical ids. */
export function templateRules({ Resources }: Template): readonly TemplateRule[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
    .flatMap(([id, { Properties }]) => {
      const { EventPattern } = Properties as { readonly EventPattern?: Json };
      // A schedule takes no events.
      return EventPattern === undefined ? [] : [{ id, pattern: resolved(EventPattern) as JsonObject }];
    });
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '123456789012',
};

function resolved(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(resolved);
  if (!isObject(value)) return value;
  const { Ref: reference, 'Fn::Join': join } = value;
  if (typeof reference === 'string') return PSEUDO[reference] ?? `arn:of:${reference}`;
  if (Array.isArray(join)) {
    const [separator, parts] = join as unknown as readonly [string, readonly Json[]];
    return parts.map((part) => String(resolved(part))).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolved(inner)]));
}

/** The event with what the pattern asks for written into it: it matches, unless the pattern contradicts itself. */
export function aimed(event: JsonObject, pattern: JsonObject): JsonObject {
  let result = event;
  for (const [name, wanted] of Object.entries(pattern)) {
    if (name === '$or' && Array.isArray(wanted)) result = aimed(result, (wanted as readonly JsonObject[])[0] ?? {});
    else result = withField(result, name, wanted);
  }
  return result;
}

function withField(event: JsonObject, name: string, wanted: Json): JsonObject {
  const present = event[name];
  if (isObject(wanted)) return { ...event, [name]: aimed(isObject(present) ? present : {}, wanted) };
  const [condition = null] = wanted as readonly Json[];
  if (!isObject(condition)) return { ...event, [name]: Array.isArray(present) ? [condition] : condition };
  const { [name]: _absent, ...others } = event;
  if (condition['exists'] === false) return others;
  const { prefix } = condition;
  return typeof prefix === 'string' ? { ...event, [name]: `${prefix}checkout` } : event;
}
