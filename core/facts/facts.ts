/**
 * Everything a decision may know: read before it, and stored with it. Unknown facts say why, and whether a read failed.
 * A failed read may hide anything, so it is a reason to hold, never good news.
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

/** What runs now. */
export interface Running {
  readonly service: ServiceSnapshot;
  readonly tasks: readonly TaskSnapshot[];
  readonly targets: readonly TargetSnapshot[];
  /** Latest value of the alarming metric by task ARN, where tasks are measured one by one. */
  readonly taskValues: Readonly<Record<string, number>>;
  /** Per task; absent where neither the service nor the runbook needs it. */
  readonly protection?: Known<readonly TaskProtection[]>;
}

/** The history that the guards of a rollback judge by. */
export interface Releases {
  /** Newest first. */
  readonly deployments: readonly DeploymentRecord[];
  /** By ARN: the current revision, the one before it, and those in between. */
  readonly taskDefinitions: Readonly<Record<string, TaskDefinitionSnapshot>>;
  /** What the healer saw of earlier releases and failures; absent in older records. */
  readonly record?: ReleaseRecord;
  /** Registered services that call this one or are called by it; absent where no answer depends on them. */
  readonly neighbours?: Known<readonly Neighbour[]>;
}

/** The tags of a running revision. */
export interface LiveTags {
  readonly taskDefinitionArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A service that calls this one, or that this one calls. */
export interface Neighbour {
  readonly service: string;
  readonly role: 'consumer' | 'producer';
  /** One for each running revision. */
  readonly live: readonly LiveTags[];
}

/** Load of the service, in requests per period. */
export interface Load {
  readonly now: number;
  /** The mean of the hour before the failure. */
  readonly usual: number;
}

/** Requests in the window of the service's objective. */
export interface Served {
  readonly requests: number;
  /** Failed ones. */
  readonly errors: number;
}

export interface Facts {
  readonly now: number;
  readonly incident: Incident;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  readonly stance: Stance;
  /** A person's answer, if a question was asked. */
  readonly approval: Approval;
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  /** Latest value of each metric; a metric without data is absent. */
  readonly values: Known<Readonly<Partial<Record<MetricName, number>>>>;
  /** Unknown where no metric counts requests, or not for long enough; then load decides nothing. */
  readonly load: Known<Load>;
  /** In the window of the service's objective; unknown without one. */
  readonly served: Known<Served>;
  /** State of the service's change calendars; open without one. */
  readonly calendars: Known<CalendarState>;
  /** Desired counts of the last minutes, oldest first; unknown where no metric has them. */
  readonly desiredCounts: Known<readonly Point[]>;
  readonly running: Known<Running>;
  readonly releases: Known<Releases>;
  /** Whether the application that reported the failure has since reported its end. */
  readonly clearedByApplication: boolean;
  /** Recorded health of the registered services it depends on. */
  readonly dependencies: readonly DependencyHealth[];
  /** Other failing services, and what is left of the limits. While unknown, the healer may do nothing. */
  readonly fleet: Known<Fleet>;
  /** By toggle name. */
  readonly toggles: Readonly<Record<string, ParameterReading>>;
  /** How failures of this type end without a remedy: shown to people, never used to choose. */
  readonly organic: Known<OrganicRecovery>;
  /** Unknown memory holds nothing back: the runbook's order decides then. */
  readonly experience: Known<readonly Experience[]>;
}
