/**
 * Who may do what: one list of permissions for each Lambda. A function without a row does not compile. What each row is
 * made of, and why, is in `permissions/`; every function is denied the healer's own brakes besides.
 */
import type { ActionKind } from '../core/vocabulary.ts';
import { FUNCTION_NAMES, forActions } from './functions.ts';
import type { FunctionName } from './functions.ts';
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

/** What each function may do. A list without resources (no toggles, no target groups) is left out. */
export function permissions(scope: PermissionScope): Readonly<Record<FunctionName, readonly Permission[]>> {
  const table = (name: FunctionName) => tableAccess(scope, name);
  const action = (kind: ActionKind) => [readOverride(scope), readAlarms(), ...ACTION_PERMISSIONS[kind](scope)];
  const beyondTheTable: Readonly<Partial<Record<FunctionName, readonly Permission[]>>> = {
    // What a completed deployment deployed is in ECS, not in its event.
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
  return publishes(topics, topicKeyArn, 'Tells people about a heal whose execution died and can tell nobody any more.');
}

/** ARNs in one statement: a managed policy holds 6,144 characters, and a statement cannot be split over two. */
const RESOURCES_PER_STATEMENT = 30;

/** Without statements about nothing, and with long ones in parts that each fit a policy. */
function useful(all: readonly Permission[]): readonly Permission[] {
  return all.flatMap((permission) => {
    const parts = Math.ceil(permission.resources.length / RESOURCES_PER_STATEMENT);
    return Array.from({ length: parts }, (_, part) => ({
      ...permission,
      resources: permission.resources.slice(part * RESOURCES_PER_STATEMENT, (part + 1) * RESOURCES_PER_STATEMENT),
    }));
  });
}
