/** How the story looks in a terminal. */
import { describe, expect, it } from 'vitest';
import { lookOf, renderEntry } from '../../lab/timeline/render.ts';

const ENTRY = {
  at: 13_300,
  kind: 'decision',
  about: 'user',
  text: 'replace 1 of 3 tasks',
  details: ['Never tried here.'],
} as const;

describe('a line of the timeline', () => {
  it('is aligned, counts from the fault, and puts the reasons below', () => {
    expect(renderEntry(ENTRY, 300, { colours: false, width: 80 })).toBe(
      '   13.0 s  decision     user       replace 1 of 3 tasks\n                                   Never tried here.',
    );
  });

  it('is folded between words where the terminal is narrow', () => {
    const long = { ...ENTRY, text: 'word '.repeat(20).trim(), details: [] };
    const lines = renderEntry(long, 0, { colours: false, width: 80 }).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    { case: 'a terminal', stream: { isTTY: true }, env: {}, colours: true },
    { case: 'a terminal whose user wants none', stream: { isTTY: true }, env: { NO_COLOR: '1' }, colours: false },
    { case: 'an empty NO_COLOR, which means nothing', stream: { isTTY: true }, env: { NO_COLOR: '' }, colours: true },
    { case: 'a file', stream: {}, env: {}, colours: false },
  ])('is coloured for $case: $colours', ({ stream, env, colours }) => {
    expect(lookOf(stream, env).colours).toBe(colours);
    expect(renderEntry(ENTRY, 0, lookOf(stream, env)).includes('\u001b[')).toBe(colours);
  });
});
