/** What the parts of a run share, and an incident that the healer looks after in it. */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Policy, Result } from '../policies/policy.ts';
import { agendaOf, type Agenda } from './agenda.ts';
import type { Case } from './case.ts';
import type { RunRecord } from './record.ts';
import { restraintsOf, type Restraints, type Unlimited } from './restraints.ts';
import type { Effect, Treatment } from './truth.ts';

export interface Run {
  readonly policy: Policy;
  readonly agenda: Agenda;
  readonly catalog: Catalog;
  readonly restraints: Restraints;
  readonly told: RunRecord['told'][number][];
  /** Every result so far, by the name of its attempt. */
  readonly results: Map<string, Result>;
  /** Called when an incident is over. */
  readonly over: (one: Case) => void;
  /** When people were told of each storm (minutes), by when it began, which is its name. */
  readonly stormsTold: Map<number, number>;
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

/** @param catalog what is registered @param unlimited limits that are left out */
export function runOf(
  policy: Policy,
  catalog: Catalog,
  { unlimited, over }: Pick<Run, 'over'> & { readonly unlimited: Unlimited },
): Run {
  const restraints = restraintsOf(catalog, unlimited);
  return { policy, agenda: agendaOf(), catalog, restraints, told: [], results: new Map(), over, stormsTold: new Map() };
}
