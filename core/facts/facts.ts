/**
 * Everything a decision may know: read before it, and stored with it. Unknown facts say why, and whether a read failed.
 * A failed read may hide anything, so it is a reason to hold, never good news.
 */
import { knownOf } from '../world/known.ts';
import { Runbook } from '../catalog/runbook.ts';
import { ServiceEntry } from '../catalog/service.ts';
import { Incident } from '../incident/incident.ts';
import { ReleaseRecord } from '../incident/release-record.ts';
import { Approval } from '../people/approval.ts';
import { Stance } from '../people/override.ts';
import { AlarmSnapshot } from '../world/alarm.ts';
import { CalendarState } from '../world/calendar.ts';
import { DeploymentRecord, TaskDefinitionSnapshot } from '../world/release.ts';
import { Experience } from '../memory/results.ts';
import { ParameterReading } from '../world/parameter.ts';
import { Point } from '../world/series.ts';
import { ServiceSnapshot } from '../world/service.ts';
import { TargetSnapshot } from '../world/target.ts';
import { TaskProtection, TaskSnapshot } from '../world/task.ts';
import { OrganicRecovery } from '../memory/organic-recovery.ts';
import { METRIC_NAMES } from '../vocabulary.ts';
import { Fleet } from './fleet.ts';
import { DependencyHealth } from './dependency-health.ts';
import {
  optional,
  flag,
  byName,
  time,
  number,
  shape,
  word,
  bySome,
  text,
  list,
  amount,
  type Shaped,
} from '../shape.ts';

/** What runs now. */
export const Running = shape({
  service: ServiceSnapshot,
  tasks: list(TaskSnapshot),
  targets: list(TargetSnapshot),
  /** Latest value of the alarming metric by task ARN, where tasks are measured one by one. */
  taskValues: byName(number),
  /** Per task; absent where neither the service nor the runbook needs it. */
  protection: optional(knownOf(list(TaskProtection))),
});
export type Running = Shaped<typeof Running>;

/** The tags of a running revision. */
export const LiveTags = shape({
  taskDefinitionArn: text,
  tags: byName(text),
});
export type LiveTags = Shaped<typeof LiveTags>;

/** A service that calls this one, or that this one calls. */
export const Neighbour = shape({
  service: text,
  role: word(['consumer', 'producer']),
  /** One for each running revision. */
  live: list(LiveTags),
});
export type Neighbour = Shaped<typeof Neighbour>;

/** The history that the guards of a rollback judge by. */
export const Releases = shape({
  /** Newest first. */
  deployments: list(DeploymentRecord),
  /** By ARN: the current revision, the one before it, and those in between. */
  taskDefinitions: byName(TaskDefinitionSnapshot),
  /** What the healer saw of earlier releases and failures; absent in older records. */
  record: optional(ReleaseRecord),
  /** Registered services that call this one or are called by it; absent where no answer depends on them. */
  neighbours: optional(knownOf(list(Neighbour))),
});
export type Releases = Shaped<typeof Releases>;

/** Load of the service, in requests per period. */
export const Load = shape({
  now: amount,
  /** The mean of the hour before the failure. */
  usual: amount,
});
export type Load = Shaped<typeof Load>;

/** Requests in the window of the service's objective. */
export const Served = shape({
  requests: amount,
  /** Failed ones. */
  errors: amount,
});
export type Served = Shaped<typeof Served>;

export const Facts = shape({
  now: time,
  incident: Incident,
  service: ServiceEntry,
  runbook: Runbook,
  stance: Stance,
  /** A person's answer, if a question was asked. */
  approval: Approval,
  alarms: knownOf(list(AlarmSnapshot)),
  /** Latest value of each metric; a metric without data is absent. */
  values: knownOf(bySome(METRIC_NAMES, number)),
  /** Unknown where no metric counts requests, or not for long enough; then load decides nothing. */
  load: knownOf(Load),
  /** In the window of the service's objective; unknown without one. */
  served: knownOf(Served),
  /** State of the service's change calendars; open without one. */
  calendars: knownOf(CalendarState),
  /** Desired counts of the last minutes, oldest first; unknown where no metric has them. */
  desiredCounts: knownOf(list(Point)),
  running: knownOf(Running),
  releases: knownOf(Releases),
  /** Whether the application that reported the failure has since reported its end. */
  clearedByApplication: flag,
  /** Recorded health of the registered services it depends on. */
  dependencies: list(DependencyHealth),
  /** Other failing services, and what is left of the limits. While unknown, the healer may do nothing. */
  fleet: knownOf(Fleet),
  /** By toggle name. */
  toggles: byName(ParameterReading),
  /** How failures of this type end without a remedy: shown to people, never used to choose. */
  organic: knownOf(OrganicRecovery),
  /** Unknown memory holds nothing back: the runbook's order decides then. */
  experience: knownOf(list(Experience)),
});
export type Facts = Shaped<typeof Facts>;
