/** What one heal of the lab cost. */
import type { HealCost } from '../../core/cost/heal-cost.ts';

/** What one heal cost. */
export interface MeteredHeal {
  readonly incidentId: string;
  readonly service: string;
  readonly outcome: string;
  /** Times it asked for the turn of its group; each is three of its transitions. */
  readonly asked: number;
  readonly cost: HealCost;
}
