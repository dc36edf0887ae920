/**
 * Everything a decision may know, gathered before it and stored with it. What is not known is said to be unknown, with the
 * reason, and whether a read failed: then it may be anything, which is a reason to hold and never good news.
 */
import type { Known } from '../world/known.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Incident } from '../incident/incident.ts';
import type { ReleaseRecord } from '../incident/release-record.ts';
import type { Approval } from '../people/approval.ts';
import type { Stance } from '../people/override.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { CalendarState } from '../world/calendar.ts';
import type { DeploymentRecord, TaskDefinitionSnapshot } from '../world/release.ts';
import type { Experience } from '../memory/results.ts';
import type { ParameterReading } from '../world/parameter.ts';
import type { Point } from '../world/series.ts';
import type { ServiceSnapshot } from '../world/service.ts';
import type { TargetSnapshot } from '../world/target.ts';
import type { TaskProtection, TaskSnapshot } from '../world/task.ts';
import type { OrganicRecovery } from '../memory/organic-recovery.ts';
import type { MetricName } from '../vocabulary.ts';
import type { Fleet } from './fleet.ts';
import type { DependencyHealth } from './dependency-health.ts';

/** What is running now. */
export interface Running {
  readonly service: ServiceSnapshot;
  readonly tasks: readonly TaskSnapshot[];
  readonly targets: readonly TargetSnapshot[];
  /** Latest value of the alarming metric by task ARN, where tasks are measured one by one. */
  readonly taskValues: Readonly<Record<string, number>>;
  /** Of each task; absent where nobody asked: the service, or the runbook, has no use for it. */
  readonly protection?: Known<readonly TaskProtection[]>;
}

/** What ran before and when it changed: what a rollback is judged by. */
export interface Releases {
  /** Newest first. */
  readonly deployments: readonly DeploymentRecord[];
  /** By ARN: the current revision, the one before it, and those in between. */
  readonly taskDefinitions: Readonly<Record<string, TaskDefinitionSnapshot>>;
  /** What the healer itself saw of earlier releases and failures; absent in what was recorded before it did. */
  readonly record?: ReleaseRecord;
  /** Registered services that call this one or are called by it; absent where no answer hangs on them. */
  readonly neighbours?: Known<readonly Neighbour[]>;
}

/** What a running revision says of itself. */
export interface LiveTags {
  readonly taskDefinitionArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A service that calls this one, or that this one calls. */
export interface Neighbour {
  readonly service: string;
  readonly role: 'consumer' | 'producer';
  /** One for each revision that runs. */
  readonly live: readonly LiveTags[];
}

/** How much is asked of the service, in requests per period. */
export interface Load {
  readonly now: number;
  /** The mean of the hour before the failure. */
  readonly usual: number;
}

/** What the window of the service's objective saw. */
export interface Served {
  readonly requests: number;
  /** How many of them failed. */
  readonly errors: number;
}

export interface Facts {
  readonly now: number;
  readonly incident: Incident;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  readonly stance: Stance;
  /** What a person said to the question that was asked, if there was one. */
  readonly approval: Approval;
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  /** Latest value of each of our metrics; a metric without data is absent. */
  readonly values: Known<Readonly<Partial<Record<MetricName, number>>>>;
  /** Unknown where nothing counts requests, or not for long enough: then nothing is made of it. */
  readonly load: Known<Load>;
  /** Within the window of the service's objective; unknown where it has none. */
  readonly served: Known<Served>;
  /** State of the service's change calendars; open where it has none. */
  readonly calendars: Known<CalendarState>;
  /** How many tasks were desired in the last minutes, oldest first; unknown where nothing counts them. */
  readonly desiredCounts: Known<readonly Point[]>;
  readonly running: Known<Running>;
  readonly releases: Known<Releases>;
  /** Whether the application that reported the failure has said since that it is over. */
  readonly clearedByApplication: boolean;
  /** Recorded health of the registered services it depends on. */
  readonly dependencies: readonly DependencyHealth[];
  /** Who else fails, and what is left of the limits; unknown means that nothing may be done. */
  readonly fleet: Known<Fleet>;
  /** By toggle name. */
  readonly toggles: Readonly<Record<string, ParameterReading>>;
  /** How failures of this type end by themselves; shown, never used to choose. */
  readonly organic: Known<OrganicRecovery>;
  /** Unknown memory is no reason to hold: the runbook's own order then decides. */
  readonly experience: Known<readonly Experience[]>;
}
