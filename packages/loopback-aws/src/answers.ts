/**
 * What AWS may answer and no source promises: each name is one unfavourable answer that the cloud plays when it is asked
 * to. What each is about, in words, is told by who plays them.
 */

/** Every answer; the order is that of the documentation. */
export const ANSWER_NAMES = [
  'count-change-in-progress',
  'scale-in-healthy',
  'stop-task-drains',
  'registers-again',
  'configuration-reset',
  'configuration-kept',
  'tags-need-a-right',
  'task-definition-in-check',
  'no-leading-keys',
  'late-metrics',
  'fill-nothing',
  'rate-one-period',
  'rate-nothing',
  'mute-end-event',
  'transaction-conflicts',
  'throttled',
  'events-twice',
  'events-late',
  'events-disordered',
] as const;
export type AnswerName = (typeof ANSWER_NAMES)[number];

/** The answers that are played, and chance that is the same for the same seed. */
export interface Answers {
  plays(name: AnswerName): boolean;
  /**
   * A number from 0 to below 1, drawn for `purpose`. Each purpose has a sequence of its own, so that what one service
   * draws does not depend on how often another did.
   */
  draw(purpose: string): number;
  /** The same number for the same `key` whenever it is asked: for what is decided once and looked at often. */
  fixed(key: string): number;
}

/** Answers with these names played. Without a seed every run draws the same. */
export function answersOf(names: readonly AnswerName[] = [], seed = 1): Answers {
  const played = new Set(names);
  const drawn = new Map<string, number>();
  const fixed = (key: string): number => shareOf(`${seed}:${key}`);
  return {
    plays: (name) => played.has(name),
    fixed,
    draw(purpose) {
      const count = (drawn.get(purpose) ?? 0) + 1;
      drawn.set(purpose, count);
      return fixed(`${purpose}#${count}`);
    },
  };
}

/** FNV-1a over the text, stirred as in MurmurHash3, as a share of 2^32. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
