/**
 * Turns a statement that allows something into a request that it should allow: wildcards filled in, conditions met. IAM's
 * answer shows whether a service control policy, a boundary or another statement removes the right. Pure.
 */
import type { Statement } from './role-policies.ts';

/** A context key in the form of the simulator. */
export interface ContextEntry {
  readonly ContextKeyName: string;
  readonly ContextKeyType: 'string' | 'stringList' | 'boolean';
  readonly ContextKeyValues: readonly string[];
}

export interface SampleRequest {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context: readonly ContextEntry[];
}

export type Sampled =
  | { readonly kind: 'request'; readonly request: SampleRequest }
  /** Why no request can be made from it. */
  | { readonly kind: 'not-sampled'; readonly why: string };

/** Replaces a wildcard: a word that every AWS name may contain. */
const WILDCARD_SAMPLE = 'sample';

/** A request that this statement alone allows. */
export function sampleRequest({ actions, resources, conditions }: Statement): Sampled {
  const asked = actions.filter((action) => !/[*?]/.test(action));
  if (asked.length === 0) return { kind: 'not-sampled', why: `${actions.join(', ')} names no single action` };
  const context: ContextEntry[] = [];
  const needed: string[] = [];
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(keys)) {
      const entry = contextEntry(operator, key, values);
      if (entry === 'unknown') return { kind: 'not-sampled', why: `${operator} on ${key} cannot be made up` };
      if (entry === 'present') needed.push(key);
      else if (entry !== 'absent') context.push(entry);
    }
  }
  const missing = needed.find((key) => context.every(({ ContextKeyName }) => ContextKeyName !== key));
  if (missing !== undefined) return { kind: 'not-sampled', why: `nothing says what ${missing} may be` };
  return { kind: 'request', request: { actions: asked, resources: resources.map(concrete), context } };
}

/** A lone `*` stays: the simulator accepts it for any resource. */
function concrete(pattern: string): string {
  return pattern === '*' ? pattern : filled(pattern);
}

/** Names with more parts than the single wildcard of their grant, because a sample must be a possible name. */
const LONGER_NAMES: readonly (readonly [RegExp, string])[] = [
  [/(:logs:.*:log-group:[^:]*):\*$/, `$1:log-stream:${WILDCARD_SAMPLE}`],
  [/(:ecs:.*:service-(?:deployment|revision)\/[^/]+)\/\*$/, `$1/${WILDCARD_SAMPLE}/${WILDCARD_SAMPLE}`],
];

function filled(pattern: string): string {
  const longer = LONGER_NAMES.reduce((text, [short, long]) => text.replace(short, long), pattern);
  return longer.replaceAll('*', WILDCARD_SAMPLE).replaceAll('?', 'x');
}

const SET_OPERATOR = /^For(?:All|Any)Values:/;
const LIKE_TEXT = /^(?:String|Arn)(?:Equals|Like|EqualsIgnoreCase)$/;
/** A request without the key meets these operators. */
const NEGATED = /^(?:String|Arn)Not/;

/** `present`: the request must have the key; another condition gives its value. */
type Met = ContextEntry | 'absent' | 'present' | 'unknown';

function contextEntry(operator: string, key: string, values: readonly string[]): Met {
  const plain = operator.replace(SET_OPERATOR, '').replace(/IfExists$/, '');
  const ContextKeyValues = values.slice(0, 1).map(filled);
  if (NEGATED.test(plain)) return 'absent';
  if (plain === 'Null') return values.includes('true') ? 'absent' : 'present';
  if (plain === 'Bool') return { ContextKeyName: key, ContextKeyType: 'boolean', ContextKeyValues };
  if (!LIKE_TEXT.test(plain)) return 'unknown';
  const ContextKeyType = SET_OPERATOR.test(operator) ? 'stringList' : 'string';
  return { ContextKeyName: key, ContextKeyType, ContextKeyValues };
}
