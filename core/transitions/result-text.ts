/** What came of an action that ended, and why it was not done, in words for people. What follows is for others to say. */
import type { StepInput } from './inputs.ts';

type NotDone = Extract<StepInput, { kind: 'actRefused' | 'actFailed' }>;
type Ended = NotDone | Extract<StepInput, { kind: 'actDone' }>;

/** What came of it, whichever way it ended. */
export function resultText(input: Ended): string {
  return input.kind === 'actDone' ? input.text : whyNotDone(input);
}

function whyNotDone(input: NotDone): string {
  switch (input.kind) {
    case 'actRefused':
      return input.holds.map(({ detail }) => detail).join('; ');
    case 'actFailed':
      return input.reason;
  }
}
