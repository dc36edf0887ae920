/**
 * The permissions of each Lambda. A function without a row does not compile. `permissions/` has the parts and their
 * reasons; it also denies every function the healer's own override.
 */
import type { ActionKind } from '../core/vocabulary.ts';
import { FUNCTION_NAMES, forActions, type FunctionName } from './functions.ts';
import { ACTION_PERMISSIONS } from './permissions/action-permissions.ts';
import type { Permission, PermissionScope } from './permissions/permission.ts';
import { publishes } from './permissions/publishes.ts';
import { seldomNeeded, sweeps } from './permissions/sweeps.ts';
import {
  readAlarms,
  readCalendars,
  readMetrics,
  readOverride,
  readProtection,
  readReleases,
  readService,
  readTargets,
  readTasks,
  readToggles,
  readUndo,
} from './permissions/reads.ts';
import { tableAccess } from './permissions/table-access.ts';

/** The permissions of each function, without those that have no resources (no toggles, no target groups). */
export function permissions(scope: PermissionScope): Readonly<Record<FunctionName, readonly Permission[]>> {
  const table = (name: FunctionName) => tableAccess(scope, name);
  const action = (kind: ActionKind) => [readOverride(scope), readAlarms(), ...ACTION_PERMISSIONS[kind](scope)];
  const beyondTheTable: Readonly<Partial<Record<FunctionName, readonly Permission[]>>> = {
    // The event of a completed deployment does not name its revision; ECS does.
    intake: [readService(scope), readUndo(scope)],
    decide: [
      readOverride(scope),
      readAlarms(),
      readMetrics(),
      readService(scope),
      ...readTasks(scope),
      readProtection(scope),
      ...readTargets(scope),
      ...readReleases(scope),
      readToggles(scope),
      readCalendars(scope),
    ],
    ...forActions(action),
    verify: [readOverride(scope), readAlarms(), readMetrics(), readService(scope)],
    reap: tellsPeople(scope),
    sweep: [readAlarms(), ...[readOverride(scope), ...tellsPeople(scope)].map(seldomNeeded), ...sweeps(scope)],
  };
  const all = (name: FunctionName) => useful([...table(name), ...(beyondTheTable[name] ?? [])]);
  return Object.fromEntries(FUNCTION_NAMES.map((name) => [name, all(name)])) as Record<
    FunctionName,
    readonly Permission[]
  >;
}

function tellsPeople({ topicArn, chatTopicArn, topicKeyArn }: PermissionScope): readonly Permission[] {
  const topics = [topicArn, ...(chatTopicArn === undefined ? [] : [chatTopicArn])];
  return publishes(topics, topicKeyArn, 'Tells people about a heal whose execution died.');
}

/** ARNs in one statement: a managed policy holds 6,144 characters, and a statement cannot span two policies. */
const RESOURCES_PER_STATEMENT = 30;

/** Drops statements without resources and splits long ones, so that each part fits a policy. */
function useful(all: readonly Permission[]): readonly Permission[] {
  return all.flatMap((permission) => {
    const parts = Math.ceil(permission.resources.length / RESOURCES_PER_STATEMENT);
    return Array.from({ length: parts }, (_, part) => ({
      ...permission,
      resources: permission.resources.slice(part * RESOURCES_PER_STATEMENT, (part + 1) * RESOURCES_PER_STATEMENT),
    }));
  });
}
