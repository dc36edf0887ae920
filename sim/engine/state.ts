/** What the parts of a run share, and an incident that the healer looks after in it. */
import type { Catalog, Runbook, ServiceEntry } from '../../core/catalog.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Policy, Result } from '../policies/policy.ts';
import type { World } from '../world/world.ts';
import type { Agenda } from './agenda.ts';
import type { Case } from './case.ts';
import type { Restraints } from './restraints.ts';
import type { Effect, Treatment } from './treatment.ts';

export interface Run {
  readonly world: World;
  readonly policy: Policy;
  readonly agenda: Agenda;
  readonly catalog: Catalog;
  readonly restraints: Restraints;
  readonly told: { readonly kind: 'settled' | 'reversed'; readonly result: Result }[];
  /** Every result so far, by the name of its attempt. */
  readonly results: Map<string, Result>;
  /** When people were told of the last storm, minutes. */
  stormToldAt: number;
}

export interface Heal {
  readonly run: Run;
  readonly one: Case;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  /** As the product sees it. */
  incident: Incident;
  /** The remedy that is carried out or watched, and what it really did. */
  using: Treatment | undefined;
  effect: Effect | undefined;
}
