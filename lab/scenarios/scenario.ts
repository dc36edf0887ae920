/**
 * What a scenario is: what breaks, what must come of it, and the facts that prove it. Scenarios are plain data; one
 * file each. How one is run is in `run-scenario.ts`.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import type { ActionKind, Mode, Outcome } from '../../core/vocabulary.ts';
import type { HoldReason } from '../../core/holds/reasons.ts';
import type { BreakageName } from '../breakages.ts';
import type { AnswerName } from 'loopback-aws/answers.ts';
import type { HealerWrite, LabEvent, Told, MeteredHeal } from '../events.ts';
import type { ServiceName } from '../fleet/catalogue.ts';
import type { Meanwhile } from './meanwhile.ts';

export interface Expectation {
  readonly service: ServiceName;
  /** How the service's last incident ends. */
  readonly outcome: Outcome;
  /** The remedy of its last attempt. */
  readonly remedy?: ActionKind;
}

export interface Scenario {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  /** The configuration it runs with, from the root of the repository; that of the lab when absent. */
  readonly config?: string;
  /** The services that run, as the configuration names them; the shop when absent. */
  readonly services?: readonly ServiceName[];
  /** What tells the healer; alarms when absent. */
  readonly heardBy?: 'events';
  /** Alarms that people made themselves, before anything breaks, as `AWS::CloudWatch::Alarm` has them. */
  readonly alarms?: readonly Readonly<Record<string, unknown>>[];
  /** A person's override, set before anything breaks. */
  readonly mode?: { readonly service: ServiceName; readonly mode: Mode };
  readonly breaks: readonly { readonly service: ServiceName; readonly breakage: BreakageName }[];
  /** Unfavourable answers of AWS without which it would come out otherwise now and then. */
  readonly answers?: readonly AnswerName[];
  /** What else acts on a service, from just before the fault on. */
  readonly meanwhile?: Meanwhile;
  /** The same breaks again each time the service was healed. */
  readonly returns?: true;
  /** Once the service was healed, this many good releases of it are deployed one after the other; then the same breaks again. */
  readonly releases?: { readonly service: ServiceName; readonly count: number };
  readonly expected: readonly Expectation[];
  /** Lab seconds after which it has failed; more where metrics come late. */
  readonly secondsMax: number;
  /** Lab seconds for which its clients are watched after its end; none when absent. */
  readonly secondsAfterwards?: number;
  readonly checks: readonly Check[];
}

export interface At<Value> {
  readonly at: number;
  readonly value: Value;
}

/** What memory holds of one remedy against one failure in one context. */
export interface Remembered {
  readonly failureType: string;
  /** `all`: of all services together. */
  readonly service: string;
  readonly remedy: string;
  readonly attempts: number;
  /** How many of them made things worse. */
  readonly harmful: number;
}

/** Everything observed since the first fault. */
export interface World {
  readonly faultAt: number;
  /** Lab time of every fault. */
  readonly faults: readonly number[];
  /** As last written, oldest first. */
  readonly incidents: readonly Incident[];
  readonly records: ReadonlyMap<string, ServiceRecord>;
  readonly messages: readonly Told[];
  /** The same for chat. */
  readonly chat: readonly Told[];
  readonly writes: readonly At<HealerWrite>[];
  readonly alarms: readonly At<Extract<LabEvent, { kind: 'alarm' }>['alarm']>[];
  /** Tasks that stopped on their own. */
  readonly stops: readonly At<Pick<Extract<LabEvent, { kind: 'stopped' }>, 'service' | 'reason'>>[];
  /** Every release when its deployment was over, and the target group that had the traffic then. */
  readonly releases: readonly At<Pick<Extract<LabEvent, { kind: 'released' }>, 'service' | 'targetGroup'>>[];
  readonly troubles: readonly string[];
  readonly failedRequests: number;
  /** Share (0 to 1) of the requests that clients sent to a service and that failed between two times; undefined without any. */
  failedShare(service: ServiceName, from: number, to: number): number | undefined;
  /** Tasks that run in the end, and that their load balancer sends nothing to. */
  readonly leftOut: readonly string[];
  /** Values of the toggles in the end, by parameter. */
  readonly toggles: ReadonlyMap<string, string>;
  /** What memory holds in the end of the failures there were. */
  readonly remembered: readonly Remembered[];
  /** What each heal cost, in the order in which they ended. */
  readonly costs: readonly MeteredHeal[];
  /** Whether the probe finds the service well now. */
  healthy(service: ServiceName): boolean;
}

/** A fact that must hold; the answer says in one sentence what is wrong, or undefined. */
export type Check = (world: World) => string | undefined;

/** Incidents of a service, oldest first. */
export function incidentsOf({ incidents }: Pick<World, 'incidents'>, service: string): readonly Incident[] {
  return incidents.filter((incident) => incident.service === service);
}

/** Those that began with the first fault or later: a lab that has just started may see one before. */
export function incidentsSinceFault(world: Pick<World, 'incidents' | 'faultAt'>, service: string): readonly Incident[] {
  return incidentsOf(world, service).filter(({ openedAt }) => openedAt >= world.faultAt);
}

/** Whether any decision about the service held a remedy, or all, back for this reason. */
export function heldBack(world: World, service: string, reason: HoldReason): boolean {
  return incidentsOf(world, service).some(({ decisions }) =>
    decisions.some(({ holds, candidates }) =>
      [...holds, ...candidates.flatMap((candidate) => candidate.holds)].some((hold) => hold.reason === reason),
    ),
  );
}
