/** What a check may use: the deployed stack, the AWS clients, and the time. */
import type { Check } from './check.ts';
import type { Clients } from './clients.ts';
import type { DeployedStack } from './deployed-stack.ts';

export interface World {
  readonly stack: DeployedStack;
  readonly clients: Clients;
  /** ms since the epoch. */
  readonly now: () => number;
}

export type AccountCheck = Check<World>;
