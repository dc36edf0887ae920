/**
 * The remedies of the virtual world and what they cost. All but one are the product's own; rolling restart is there
 * because published operators use it, and a world in which only our remedies exist would flatter us.
 */
import { ACTION_KINDS, type ActionKind, type RemedyClass } from '../../core/vocabulary.ts';
import { assumption, type Basis } from './basis.ts';

export const REMEDIES = ['replaceTasks', 'rollingRestart', 'scaleOut', 'flipToggle', 'rollBack'] as const;
export type Remedy = (typeof REMEDIES)[number];

export interface RemedyRow {
  readonly title: string;
  /** Mean minutes of carrying it out. */
  readonly minutes: number;
  /** Minutes of full service, or of features, that it costs by itself. */
  readonly disruptionMinutes: number;
  readonly class: RemedyClass;
  readonly basis: Basis;
}

const JUDGED = assumption('judgement from ECS durations; lognormal around the mean');

export const REMEDY_ROWS: Readonly<Record<Remedy, RemedyRow>> = {
  replaceTasks: { title: 'replace tasks', minutes: 2, disruptionMinutes: 0.5, class: 'safe', basis: JUDGED },
  rollingRestart: { title: 'rolling restart', minutes: 6, disruptionMinutes: 2, class: 'disruptive', basis: JUDGED },
  scaleOut: { title: 'scale out', minutes: 3, disruptionMinutes: 0.5, class: 'safe', basis: JUDGED },
  flipToggle: { title: 'switch a feature off', minutes: 0.5, disruptionMinutes: 2, class: 'safe', basis: JUDGED },
  rollBack: { title: 'roll back', minutes: 6, disruptionMinutes: 4, class: 'disruptive', basis: JUDGED },
};

/** The remedies of the product whose effect the world knows, in the product's order. */
export type PlayedKind = Extract<Remedy, ActionKind>;
export const PLAYED_KINDS = ACTION_KINDS.filter((kind): kind is PlayedKind => Object.hasOwn(REMEDY_ROWS, kind));
