/** What a check may look at: what was deployed, the clients to ask with, and the time. */
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
