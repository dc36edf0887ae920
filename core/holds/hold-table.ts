/** Generates the table of holds in `docs/holds.md`: one row for each reason, in the order of `HOLD_REASONS`. */
import { GUIDANCE } from './guidance.ts';
import { HOLD_REASONS, HOLD_RULES, type HoldReason } from './reasons.ts';

const HEAD = ['Hold', 'Means', 'What to do', 'The healer waits'];

export function holdTable(): string {
  const rows = HOLD_REASONS.map((reason) => {
    const { means, todo } = GUIDANCE[reason];
    return [`\`${reason}\``, means, todo, waitOf(reason)];
  });
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function waitOf(reason: HoldReason): string {
  const { passesWithinMinutes: minutes, approvable } = HOLD_RULES[reason];
  if (approvable === true) return 'for a person, who may lift it';
  if (minutes === undefined) return '';
  return minutes < 60 ? `${minutes} min at most` : `${minutes / 60} h at most`;
}
