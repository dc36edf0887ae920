/** What a replay found, for a terminal: one paragraph for every decision that would be another one, and what was not told. */
import type { LeftOut } from './recording.ts';
import type { Replayed } from './replay.ts';

export function replayText(replays: readonly Replayed[], leftOut: readonly LeftOut[] = []): string {
  const differing = replays.filter(({ differs }) => differs);
  const lines = [countLine(differing, replays), ...heldLine(replays), ...unreadLines(replays), ...leftOutLine(leftOut)];
  return `${[...differing.map(paragraph), ...lines].join('\n')}\n`;
}

function paragraph(one: Replayed): string {
  const held = one.heldBy === undefined ? '' : `  (${one.heldBy})`;
  // Where nothing was to be done, nothing was: it would have been.
  const then = one.heldBy === undefined || one.before.startsWith('hold') ? 'was        ' : 'in auto    ';
  return [
    `${one.incident}  ${one.service}  ${one.failureType}${held}`,
    `  ${then}${one.before}`,
    ...one.whyBefore.map((line) => `               ${line}`),
    `  would be   ${one.after}`,
    ...one.whyAfter.map((line) => `               ${line}`),
    '',
  ].join('\n');
}

function countLine(differing: readonly Replayed[], replays: readonly Replayed[]): string {
  const untold = replays.filter(({ unread }) => unread !== undefined).length;
  const rest = untold === 0 ? '' : `; of ${untold} it cannot be told`;
  return `${differing.length} of ${replays.length} decisions would be different${rest}.`;
}

/** Otherwise a week of observing would look as if nothing had been decided. */
function heldLine(replays: readonly Replayed[]): readonly string[] {
  const held = replays.filter(({ heldBy }) => heldBy !== undefined).length;
  if (held === 0) return [];
  return [`Nothing was to be done about ${held} of them (observe, off): compared is what auto would have done.`];
}

function unreadLines(replays: readonly Replayed[]): readonly string[] {
  const words = new Set(replays.flatMap(({ unread }) => unread ?? []));
  return [...words].map((unread) => {
    const count = replays.filter((one) => one.unread === unread).length;
    return `${count} cannot be told: the ${unread} that the changed runbook needs were not read, because the recorded one did not need them.`;
  });
}

function leftOutLine(leftOut: readonly LeftOut[]): readonly string[] {
  if (leftOut.length === 0) return [];
  const lacks = [...new Set(leftOut.flatMap((one) => one.lacks))].join(', ');
  const [lines, begin] = [leftOut.length === 1 ? 'line was' : 'lines were', leftOut[0]?.line ?? 0];
  return [`${leftOut.length} ${lines} left out, the first is line ${begin}: an earlier version recorded no ${lacks}.`];
}
