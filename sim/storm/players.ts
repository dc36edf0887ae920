/** Who plays the storms: policies, with the healer's storm brake or without it, with toggles that shed load or without. */
import type { PolicyName } from '../policies/registry.ts';
import { PARAMETERS } from '../world/parameters.ts';

export interface Player {
  readonly name: string;
  readonly title: string;
  readonly policy: PolicyName;
  /** Whether the limits of the whole account and the storm brake are at work. */
  readonly brake: boolean;
  /** Whether the services have features to give up. */
  readonly sheds: boolean;
  /** How long each attempt is watched; as the storm says where absent. */
  readonly verifySeconds?: number;
}

/** Those that need not know a world to choose. */
export const PLAYERS: readonly Player[] = [
  player('none', 'nobody but a person', 'none'),
  player('restart', 'restart for ever', 'restart'),
  player('ladder', 'fixed ladder', 'ladder'),
  player('runbookUnguarded', 'runbook as a script', 'runbookUnguarded'),
  player('runbook', 'runbook, one at a time in a group', 'runbook'),
  player('oneAtATime', 'restarts, one at a time in a group', 'oursWithoutOverloadGuard', { sheds: false }),
  player('limiter', 'the same, with the limiter', 'oursWithoutOverloadGuard', { brake: true, sheds: false }),
  player('ours', 'Healer, with features to give up', 'ours', { brake: true }),
  player('oursPatient', 'the same, watching as long as the runbooks say', 'ours', {
    brake: true,
    verifySeconds: PARAMETERS.gaveUpMinutes.value * 60,
  }),
  player('oursWithoutFeatures', 'Healer, with nothing to give up', 'ours', { brake: true, sheds: false }),
];

function player(
  name: string,
  title: string,
  policy: PolicyName,
  { brake = false, sheds = true, ...watched }: Partial<Pick<Player, 'brake' | 'sheds' | 'verifySeconds'>> = {},
): Player {
  return { name, title, policy, brake, sheds, ...watched };
}
