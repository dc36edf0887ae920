/** Where an execution is: the state it is in, and what comes of it. */
import type { Json } from '../fields.ts';
import type { Definition } from './definition.ts';
import type { Clock } from '../clock.ts';
import type { Execution } from './execution.ts';
import type { RunTask } from './integrations.ts';

export type Step = (Position & { readonly next: string }) | (Position & { readonly next: undefined });

/** Everything a state needs to run. */
export interface Frame extends Position {
  readonly clock: Clock;
  readonly machine: Machine;
  readonly execution: Execution;
  readonly runTask: RunTask;
  readonly stateName: string;
  readonly enteredAt: number;
}

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: Definition;
  /** As in the template; the cloud writes no logs. */
  readonly logging: Json;
}

/** Where an execution is and what it knows; steps return the next one. */
export interface Position {
  readonly input: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}
