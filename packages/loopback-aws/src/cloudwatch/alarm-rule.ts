/**
 * The rule language of composite alarms: ALARM(), OK() and INSUFFICIENT_DATA() of an alarm given by name or ARN,
 * TRUE, FALSE, AND, OR, NOT and parentheses. AT_LEAST is refused: nothing in the cloud needs it.
 */
import { AwsError, unsupported } from '../aws-service.ts';
import type { AlarmValue } from './alarm-evaluation.ts';

export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly value: AlarmValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly rule: AlarmRule }
  | { readonly kind: 'all' | 'any'; readonly rules: readonly AlarmRule[] };

const TOKEN = /\s*(\(|\)|"[^"]+"|'[^']+'|[^\s()"']+)/y;

/** Name of an alarm from its name or ARN, with or without quotes. */
export const alarmName = (reference: string): string =>
  reference.replace(/^["']|["']$/g, '').replace(/^arn:[^:]+:cloudwatch:.*?:alarm:/, '');

/** Reads an `AlarmRule`; what does not parse is a validation error, as in PutCompositeAlarm. */
export function parseAlarmRule(source: string): AlarmRule {
  if (/\bAT_LEAST\b/.test(source)) throw unsupported('AT_LEAST in an alarm rule');
  const tokens = tokenize(source);
  let next = 0;
  const take = (token: string): boolean => tokens[next] === token && (next += 1) > 0;
  const wrong = (): AwsError => new AwsError('ValidationError', `AlarmRule must be syntactically correct: ${source}`);
  const primary = (): AlarmRule => {
    if (take('NOT')) return { kind: 'not', rule: primary() };
    if (take('TRUE') || take('FALSE')) return { kind: 'constant', value: tokens[next - 1] === 'TRUE' };
    if (take('(')) {
      const inner = either();
      if (!take(')')) throw wrong();
      return inner;
    }
    const value = tokens[next];
    if (value !== 'ALARM' && value !== 'OK' && value !== 'INSUFFICIENT_DATA') throw wrong();
    const alarm = tokens[next + 2];
    if (tokens[next + 1] !== '(' || alarm === undefined || tokens[next + 3] !== ')') throw wrong();
    next += 4;
    return { kind: 'state', value, alarm: alarmName(alarm) };
  };
  const chain = (kind: 'all' | 'any', word: string, part: () => AlarmRule): AlarmRule => {
    const first = part();
    const rules = [first];
    while (take(word)) rules.push(part());
    return rules.length === 1 ? first : { kind, rules };
  };
  const both = (): AlarmRule => chain('all', 'AND', primary);
  const either = (): AlarmRule => chain('any', 'OR', both);
  const whole = either();
  if (next !== tokens.length) throw wrong();
  return whole;
}

function tokenize(source: string): readonly string[] {
  const trimmed = source.trim();
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const token = TOKEN.exec(trimmed)?.[1];
    if (token === undefined)
      throw new AwsError('ValidationError', `AlarmRule must be syntactically correct: ${source}`);
    tokens.push(token);
  }
  return tokens;
}

/** Whether `rule` holds, given the state of each alarm. */
export function holds(rule: AlarmRule, stateOf: (alarm: string) => AlarmValue | undefined): boolean {
  if (rule.kind === 'constant') return rule.value;
  if (rule.kind === 'state') return stateOf(rule.alarm) === rule.value;
  if (rule.kind === 'not') return !holds(rule.rule, stateOf);
  return rule.kind === 'all'
    ? rule.rules.every((part) => holds(part, stateOf))
    : rule.rules.some((part) => holds(part, stateOf));
}

/** Names of the alarms a rule mentions. */
export function childrenOf(rule: AlarmRule): readonly string[] {
  if (rule.kind === 'state') return [rule.alarm];
  if (rule.kind === 'not') return childrenOf(rule.rule);
  return rule.kind === 'constant' ? [] : [...new Set(rule.rules.flatMap(childrenOf))];
}
