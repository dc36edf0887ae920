/**
 * What is really wrong, and what that does: how often it happens, which alarm it raises, what cures it, what it does by
 * itself. No policy but the two bounds may read this; a healer sees alarms, never causes.
 */
import { assumption, source, type Basis } from './basis.ts';
import type { Remedy } from './remedies.ts';

/** Failure types, named as the runbooks that ship. */
export const SYMPTOMS = [
  'memory-leak',
  'high-cpu',
  'high-error-rate',
  'high-latency',
  'crash-loop',
  'dependency-failure',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

type PerRemedy = Readonly<Partial<Record<Remedy, number>>>;

export interface CauseRow {
  readonly title: string;
  /** Share of the incidents that have a cause; what comes on top of them has none. */
  readonly share: number;
  readonly shareBasis: Basis;
  /** Chance that a remedy cures it; absent is never. */
  readonly cures: Readonly<Record<Remedy, number>> | undefined;
  readonly curesBasis: Basis;
  /** Chance that it passes by itself, and after how many minutes on average if it does. */
  readonly recovers: { readonly chance: number; readonly meanMinutes: number };
  /** Chance of each alarm; adds up to 1. */
  readonly shows: Readonly<Partial<Record<Symptom, number>>>;
  /** Whether a deployment or a configuration change brought it. */
  readonly byChange: boolean;
  /** Chance that the service has clearly more to do than usual, and that all of its tasks are affected. */
  readonly loadUp: number;
  readonly fleetWide: number;
  /** Chance that what does not cure it makes it worse, or makes it stay away for a while. */
  readonly worsens: PerRemedy;
  readonly relieves: PerRemedy;
}

const SOCC = source(
  "root causes of 152 incidents, Ghosh et al., SoCC'22; deployment errors split over code and configuration",
);
const JUDGED = assumption('judgement');
/** Peak hours: load is up although it is not the cause. */
const PEAK = 0.08;
/** A new task is well until it has seen enough requests. */
const FRESH_START: PerRemedy = { replaceTasks: 0.15, rollingRestart: 0.15 };
/** Going back without a change to take back brings yesterday's bugs back. */
const NEEDLESS: PerRemedy = { rollBack: 0.03, rollingRestart: 0.01 };

const ROWS = {
  badCode: {
    title: 'bad release',
    share: 0.35,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.03, rollingRestart: 0.04, scaleOut: 0.1, flipToggle: 0.45, rollBack: 0.9 },
    curesBasis: JUDGED,
    recovers: { chance: 0, meanMinutes: 0 },
    shows: { 'high-error-rate': 0.5, 'high-latency': 0.15, 'crash-loop': 0.15, 'high-cpu': 0.15, 'memory-leak': 0.05 },
    byChange: true,
    loadUp: PEAK,
    fleetWide: 0.9,
    worsens: { rollBack: 0.01, rollingRestart: 0.01 },
    relieves: FRESH_START,
  },
  badConfiguration: {
    title: 'bad configuration',
    share: 0.177,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.03, rollingRestart: 0.05, scaleOut: 0.05, flipToggle: 0.2, rollBack: 0.69 },
    curesBasis: source("rollback 47 of 68 configuration errors, SoCC'22; the other remedies are judgement"),
    recovers: { chance: 0, meanMinutes: 0 },
    shows: { 'high-error-rate': 0.45, 'crash-loop': 0.3, 'dependency-failure': 0.15, 'high-latency': 0.1 },
    byChange: true,
    loadUp: PEAK,
    fleetWide: 0.95,
    worsens: { rollBack: 0.01, rollingRestart: 0.01 },
    relieves: {},
  },
  dependency: {
    title: 'failing dependency',
    share: 0.164,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.04, rollingRestart: 0.03, scaleOut: 0.02, flipToggle: 0.5, rollBack: 0.04 },
    curesBasis: JUDGED,
    recovers: { chance: 0.25, meanMinutes: 12 },
    shows: { 'dependency-failure': 0.5, 'high-error-rate': 0.25, 'high-latency': 0.25 },
    byChange: false,
    loadUp: PEAK,
    fleetWide: 0.95,
    worsens: { ...NEEDLESS, scaleOut: 0.1 },
    relieves: { replaceTasks: 0.05, rollingRestart: 0.05 },
  },
  network: {
    title: 'network or platform',
    share: 0.105,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.25, rollingRestart: 0.25, scaleOut: 0.1, flipToggle: 0.1, rollBack: 0.05 },
    curesBasis: JUDGED,
    recovers: { chance: 0.3, meanMinutes: 6 },
    shows: { 'high-latency': 0.4, 'dependency-failure': 0.35, 'high-error-rate': 0.25 },
    byChange: false,
    loadUp: PEAK,
    fleetWide: 0.6,
    worsens: NEEDLESS,
    relieves: { replaceTasks: 0.1, rollingRestart: 0.1 },
  },
  leak: {
    title: 'memory leak',
    share: 0.06,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.85, rollingRestart: 0.92, scaleOut: 0.35, flipToggle: 0.1, rollBack: 0.3 },
    curesBasis: JUDGED,
    recovers: { chance: 0.02, meanMinutes: 5 },
    shows: { 'memory-leak': 0.75, 'crash-loop': 0.15, 'high-latency': 0.1 },
    byChange: false,
    loadUp: PEAK,
    fleetWide: 0.3,
    worsens: NEEDLESS,
    relieves: { scaleOut: 0.15 },
  },
  hung: {
    title: 'hung tasks',
    share: 0.05,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.8, rollingRestart: 0.85, scaleOut: 0.3, flipToggle: 0.05, rollBack: 0.3 },
    curesBasis: JUDGED,
    recovers: { chance: 0.05, meanMinutes: 5 },
    shows: { 'high-latency': 0.45, 'high-error-rate': 0.35, 'high-cpu': 0.2 },
    byChange: false,
    loadUp: PEAK,
    fleetWide: 0.2,
    worsens: NEEDLESS,
    relieves: { scaleOut: 0.05 },
  },
  load: {
    title: 'more load than capacity',
    share: 0.048,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.05, rollingRestart: 0.02, scaleOut: 0.85, flipToggle: 0.4, rollBack: 0.05 },
    curesBasis: JUDGED,
    recovers: { chance: 0.3, meanMinutes: 10 },
    shows: { 'high-cpu': 0.5, 'high-latency': 0.4, 'high-error-rate': 0.1 },
    byChange: false,
    loadUp: 0.9,
    fleetWide: 0.98,
    worsens: { replaceTasks: 0.25, rollingRestart: 0.35, rollBack: 0.1 },
    relieves: { replaceTasks: 0.1, rollingRestart: 0.1 },
  },
  authentication: {
    title: 'credentials or certificates',
    share: 0.046,
    shareBasis: SOCC,
    cures: { replaceTasks: 0.3, rollingRestart: 0.55, scaleOut: 0.05, flipToggle: 0.1, rollBack: 0.2 },
    curesBasis: JUDGED,
    recovers: { chance: 0.02, meanMinutes: 5 },
    shows: { 'high-error-rate': 0.5, 'dependency-failure': 0.35, 'crash-loop': 0.15 },
    byChange: false,
    loadUp: PEAK,
    fleetWide: 0.7,
    worsens: NEEDLESS,
    relieves: { replaceTasks: 0.1, rollingRestart: 0.1 },
  },
  transient: {
    title: 'passes by itself',
    share: 0,
    shareBasis: assumption('on top, see the parameters'),
    cures: undefined,
    curesBasis: JUDGED,
    recovers: { chance: 1, meanMinutes: 4 },
    shows: { 'high-latency': 0.4, 'high-error-rate': 0.3, 'high-cpu': 0.2, 'dependency-failure': 0.1 },
    byChange: false,
    loadUp: 0.3,
    fleetWide: 0.7,
    worsens: NEEDLESS,
    relieves: {},
  },
  falseAlarm: {
    title: 'false alarm',
    share: 0,
    shareBasis: assumption('on top, see the parameters'),
    cures: undefined,
    curesBasis: JUDGED,
    recovers: { chance: 1, meanMinutes: 3 },
    shows: { 'high-cpu': 0.4, 'high-latency': 0.4, 'high-error-rate': 0.2 },
    byChange: false,
    loadUp: 0.2,
    fleetWide: 0.7,
    worsens: NEEDLESS,
    relieves: {},
  },
} satisfies Readonly<Record<string, CauseRow>>;
export type Cause = keyof typeof ROWS;
export const CAUSE_ROWS: Readonly<Record<Cause, CauseRow>> = ROWS;
export const CAUSES = Object.keys(ROWS) as readonly Cause[];
