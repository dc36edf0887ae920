/** What a replay found, for a terminal: one paragraph for every decision that would be another one. */
import type { Replayed } from './replay.ts';

export function replayText(replays: readonly Replayed[]): string {
  const differing = replays.filter(({ differs }) => differs);
  const paragraphs = differing.map((one) =>
    [
      `${one.incident}  ${one.service}  ${one.failureType}`,
      `  was        ${one.before}`,
      ...one.whyBefore.map((line) => `               ${line}`),
      `  would be   ${one.after}`,
      ...one.whyAfter.map((line) => `               ${line}`),
      '',
    ].join('\n'),
  );
  const count = `${differing.length} of ${replays.length} decisions would be different.`;
  return `${[...paragraphs, count].join('\n')}\n`;
}
