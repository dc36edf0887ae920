/** Apps of users with a mistake in them, and what synth says is wrong. */
import type { App, Stack } from 'aws-cdk-lib';
import type { HealerProps } from '../../../lib/healer-props.ts';
import type { Healer } from '../../../lib/healer.ts';
import { FRANKFURT, newHealer, newStack } from './user-app.ts';

/** Every problem that synth reports, without what the CDK puts around them. */
export function problemsOf(stack: Stack): readonly string[] {
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split('\n').map((line) => line.trim());
    if (head !== 'Validation failed with the following errors:') throw error;
    return lines;
  }
  return [];
}

/** An app with a mistake, and all that is said about it, without the path of the healer. */
export interface Mistake {
  readonly case: string;
  /** Properties of the healer, or what makes them. */
  readonly props?: unknown;
  readonly make?: (healer: Healer, stack: Stack) => void;
  readonly says: readonly string[];
}

/** What synth says about it. */
export function said({ props, make }: Mistake): readonly string[] {
  const stack = newStack(undefined, 'Shop', FRANKFURT);
  const given = typeof props === 'function' ? (props as (stack: Stack) => unknown)(stack) : props;
  make?.(newHealer(stack, given as HealerProps), stack);
  return problemsOf(stack);
}

/** What it should say, line by line. */
export function lines({ says }: Mistake): readonly string[] {
  return says.map((line) => `[Shop/Healer] ${line}`);
}
