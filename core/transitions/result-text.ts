/** The result of an action that ended, in words for people. */
import type { StepInput } from './inputs.ts';

type NotDone = Extract<StepInput, { kind: 'actRefused' | 'actFailed' }>;
type Ended = NotDone | Extract<StepInput, { kind: 'actDone' }>;

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
