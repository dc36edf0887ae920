/**
 * What the stages report to `step`: one input per possible event. Inputs only observe; `step` draws the conclusions.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Decision, Incident, Reservation, TimelineEntry } from '../incident/incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { Journal, Plan } from '../incident/journal.ts';
import type { MetricName } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import type { Judgement } from '../verify/judge.ts';
import type { StormNotice } from '../notify/storm-message.ts';
import type { Command } from '../incident/command.ts';

export type StepInput =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      /** With a decision to act: the plan, and the reservation of the limits. */
      readonly act?: { readonly plan: Plan; readonly reservation: Reservation };
      readonly denied?: Hold;
      /** The recorded storm; with a notice when this incident is to announce it. */
      readonly storm?: { readonly since: number; readonly notice?: StormNotice };
      /** Alarms with their measures, as read. */
      readonly alarms: readonly WatchedAlarm[];
      readonly before: Readonly<Partial<Record<MetricName, number>>>;
      readonly signalsSeen: number;
    }
  | {
      readonly kind: 'actWaits';
      readonly operation: 'apply' | 'undo';
      readonly journal: Journal;
      readonly until: number;
      readonly text: string;
      /** The holds that it waits for, if any. */
      readonly holds?: readonly Hold[];
    }
  | { readonly kind: 'actDone'; readonly operation: 'apply' | 'undo'; readonly journal: Journal; readonly text: string }
  | {
      readonly kind: 'actRefused';
      readonly operation: 'apply' | 'undo';
      readonly journal: Journal;
      readonly holds: readonly Hold[];
    }
  | {
      readonly kind: 'actFailed';
      readonly operation: 'apply' | 'undo';
      readonly journal: Journal;
      readonly reason: string;
    }
  | {
      readonly kind: 'judged';
      readonly judgement: Judgement;
      readonly alarms: readonly WatchedAlarm[];
      readonly signalsSeen: number;
    }
  | { readonly kind: 'learnt' }
  | { readonly kind: 'closed' }
  /** A failing signal arrived while closing, so the incident goes on. */
  | {
      readonly kind: 'reopened';
      readonly failureType: string;
      readonly summary: string;
      readonly alarms: readonly WatchedAlarm[];
      readonly signalsSeen: number;
    }
  /** Its execution died; this one takes over the leftovers of a closed incident. */
  | { readonly kind: 'resumed'; readonly executionArn: string }
  /** A person asked to undo what a closed incident left, and this execution does it. */
  | { readonly kind: 'undoAsked'; readonly executionArn: string; readonly by: string }
  /** The state machine gave up on the incident. */
  | { readonly kind: 'abandoned'; readonly reason: string };

/** What an action reports: that it waits, is done, was refused, or failed. */
export type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

/** What `step` needs besides the incident: its entries of the catalog. */
export interface StepContext {
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  readonly now: number;
}

export interface Stepped {
  /** The incident after the step; its `command` is the answer. */
  readonly incident: Incident;
  /** What happened, for log and metrics: the timeline entries this step added. */
  readonly events: readonly TimelineEntry[];
  readonly command: Command;
}
