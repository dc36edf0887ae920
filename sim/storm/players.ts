/** Who plays the storms: policies, with the healer's storm brake or without it, with toggles that shed load or without. */
import type { PolicyName } from '../policies/registry.ts';

export interface Player {
  readonly name: string;
  readonly title: string;
  readonly policy: PolicyName;
  /** Whether the limits of the whole account and the storm brake are at work. */
  readonly brake: boolean;
  /** Whether the services have features to give up. */
  readonly sheds: boolean;
}

/** Those that need not know a world to choose. */
export const PLAYERS: readonly Player[] = [
  player('none', 'a person alone', 'none'),
  player('restart', 'restart for ever', 'restart'),
  player('ladder', 'fixed ladder', 'ladder'),
  player('runbookUnguarded', 'runbook as a script', 'runbookUnguarded'),
  player('runbook', 'runbook, one at a time in a group', 'runbook'),
  player('oneAtATime', 'restarts, one at a time in a group', 'oursWithoutOverloadGuard', { sheds: false }),
  player('limiter', 'the same, with the limiter', 'oursWithoutOverloadGuard', { brake: true, sheds: false }),
  player('ours', 'Healer, with features to give up', 'ours', { brake: true }),
  player('oursWithoutFeatures', 'Healer, with nothing to give up', 'ours', { brake: true, sheds: false }),
];

function player(
  name: string,
  title: string,
  policy: PolicyName,
  { brake = false, sheds = true }: Partial<Pick<Player, 'brake' | 'sheds'>> = {},
): Player {
  return { name, title, policy, brake, sheds };
}
