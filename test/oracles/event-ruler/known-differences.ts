/**
 * Where the lab's matcher and AWS's Event Ruler are known to differ, each with the reason. None of it is in a pattern of
 * the healer. The random pairs leave these out; a test asks both again, so that an entry goes when the difference does.
 */
import type { Json } from './random-event.ts';

export interface KnownDifference {
  readonly case: string;
  readonly pattern: Json;
  readonly event: Json;
  readonly lab: boolean;
  readonly ruler: boolean;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    case: 'one condition on both sides of an $or',
    pattern: { $or: [{ value: [false] }, { source: [true] }, { value: [false, { exists: true }] }] },
    event: { value: true },
    lab: true,
    ruler: false,
    reason: 'The Ruler joins the states of the alternatives by their common condition and loses the other one.',
  },
  {
    case: 'a suffix in any case beside a wildcard',
    pattern: { state: [{ wildcard: '*ab' }, { suffix: { 'equals-ignore-case': 'xab' } }] },
    event: { state: 'xabs' },
    lab: false,
    ruler: true,
    reason: 'The Ruler walks both through one automaton and forgets that nothing may follow the suffix.',
  },
  {
    case: 'half of a character beyond the basic plane',
    pattern: { value: [{ prefix: '\uD83D' }] },
    event: { value: '\u{1F691}' },
    lab: true,
    ruler: false,
    reason: 'The lab compares UTF-16 units, the Ruler bytes of UTF-8: a half has none.',
  },
  {
    case: 'any case of a character beyond the basic plane',
    pattern: { value: [{ 'equals-ignore-case': '\u{1F691}' }] },
    event: { value: '\u{1F691}' },
    lab: true,
    ruler: false,
    reason: 'The Ruler changes the case of each half of the character by itself, and finds none.',
  },
];
