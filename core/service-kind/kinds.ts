/**
 * What a remedy may change of each kind of service. Synth, account check, plans and last-moment checks all ask this
 * table, and the docs are generated from it. A remedy that cannot work is held here, so that memory never learns it as
 * a failure.
 */
import { ACTION_KINDS, changedBy, type ActionKind, type Change } from '../vocabulary.ts';
import type { HoldReason } from '../holds/reasons.ts';
import type { ServiceKindName } from './kind-of.ts';

export type Answer =
  | { readonly may: 'yes' }
  | { readonly may: 'no'; readonly reason: HoldReason; /** After "it is …: ". */ readonly why: string };

export interface KindRow {
  /** For people, after "a service that". */
  readonly title: string;
  readonly changes: Readonly<Record<Change, Answer>>;
  /** What a person can do about it; where most remedies are held. */
  readonly fix?: string;
}

const YES: Answer = { may: 'yes' };

function no(reason: HoldReason, why: string): Answer {
  return { may: 'no', reason, why };
}

/** Its deployments shift traffic between two groups of tasks, so one task cannot go first. */
const SHIFTS_TRAFFIC: KindRow['changes'] = {
  // A new count keeps the revision: no deployment begins and no traffic shifts.
  tasks: YES,
  count: YES,
  toggle: YES,
  release: no('no-canary-possible', 'its deployments shift traffic, which the healer cannot watch task by task'),
};

/** Only what needs no change of the service. */
function onlyToggles(why: Answer): KindRow['changes'] {
  return { tasks: why, count: why, toggle: YES, release: why };
}

export const KINDS: Readonly<Record<ServiceKindName, KindRow>> = {
  rolling: {
    title: 'is replicated and deployed by ECS, `ROLLING`',
    changes: { tasks: YES, count: YES, toggle: YES, release: YES },
  },
  blueGreen: { title: 'is deployed by ECS, `BLUE_GREEN`', changes: SHIFTS_TRAFFIC },
  linear: { title: 'is deployed by ECS, `LINEAR`', changes: SHIFTS_TRAFFIC },
  canary: { title: 'is deployed by ECS, `CANARY`', changes: SHIFTS_TRAFFIC },
  express: { title: 'is of Express Mode', changes: SHIFTS_TRAFFIC },
  codeDeploy: {
    title: 'is deployed by `CODE_DEPLOY`',
    // CodeDeploy lets its users change the count; all else is CodeDeploy's.
    changes: {
      ...SHIFTS_TRAFFIC,
      release: no('controller-not-ecs', 'deployments are rolled back in CodeDeploy'),
    },
  },
  external: {
    title: 'is deployed by an `EXTERNAL` controller',
    changes: onlyToggles(no('controller-not-ecs', 'that controller says what runs, and how many')),
  },
  daemon: {
    title: 'is a `DAEMON`',
    changes: onlyToggles(
      no('service-kind', 'ECS runs one task on each instance, so there is no desired count to raise before one stops'),
    ),
    fix: 'list a toggle that helps, or leave the service out',
  },
  shortArn: {
    title: 'has a short ARN (`service/<name>`)',
    changes: onlyToggles(no('service-kind', 'its ARN names no cluster, by which the healer’s permissions are fenced')),
    fix: 'move it to the long ARN format: create the service again after the account setting serviceLongArnFormat is on',
  },
  unknown: {
    title: 'has a scheduling strategy, controller or deployment strategy that the healer does not know',
    changes: onlyToggles(no('service-kind-unknown', 'the healer does not know what it may do with it')),
    fix: 'look for a newer version of the healer, or leave the service out',
  },
};

/** Whether such a service may ever get the remedy. */
export function answerOf(kind: ServiceKindName, remedy: ActionKind): Answer {
  return KINDS[kind].changes[changedBy(remedy)];
}

/** Remedies that such a service never gets, in their order. */
export function heldRemedies(kind: ServiceKindName): readonly ActionKind[] {
  return ACTION_KINDS.filter((remedy) => answerOf(kind, remedy).may === 'no');
}
