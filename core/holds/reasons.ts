/**
 * The one table of reasons to hold back: which kind it is, how long the healer waits for it to pass, and whether a
 * person may lift it. Code decides by a whole reason or by these columns, never by a part of its name or by the text of
 * a hold. `guidance.ts` explains each reason to people, so a new reason needs a row in both files.
 */

/** Minutes. After that long the facts of the decision are too old, so the healer calls a person. */
export const QUEUE_MINUTES_MAX = 20;

/**
 * Minutes. An incident that is open for longer no longer counts as failing; otherwise a storm could wait for its own
 * members. A storm record that is older may be one that no execution has checked since.
 */
export const STORM_MINUTES_MAX = 6 * 60;

/** Minutes. Default of ECS for the protection of a task; an application may set another. */
const PROTECTED_MINUTES_MAX = 2 * 60;

/** Minutes. How long added tasks may stay after they are due: the load may be higher for a day longer, and holds may delay it. */
export const NEWER_TASKS_MINUTES_MAX = 25 * 60;

export type HoldCategory =
  /** The kill switch: the healer stops, and leaves what it has done. */
  | 'override'
  /** The failure: it ended, cannot be seen, or is of another kind. */
  | 'failure'
  /** The limits of the service and of the account. */
  | 'limits'
  /** Much of the fleet fails together. The storm's message has told people. */
  | 'storm'
  /** A person, the calendar, or the error budget. */
  | 'people'
  /** Another actor changed it. Their change stays. */
  | 'others'
  /** No remedy is worth trying. */
  | 'choice'
  /** The service or its tasks. */
  | 'service'
  /** A feature toggle. */
  | 'toggle'
  /** The rollback, or its target. */
  | 'release';

export interface HoldRule {
  readonly category: HoldCategory;
  /** Minutes that a heal without a move waits for it to pass. Absent: it stays until an actor changes it. */
  readonly passesWithinMinutes?: number;
  /** A person may lift it for one heal. Never for a failed read, or for something that does not exist. */
  readonly approvable?: true;
  /** One failed read may have caused it: a heal under way reads again before it gives up. */
  readonly passesBetweenMoves?: true;
  /** It may end before its `until`. */
  readonly mayEndSooner?: true;
}

const A_TURN = { passesWithinMinutes: QUEUE_MINUTES_MAX } as const;

const RULES = {
  'override-off': { category: 'override' },
  'override-observe': { category: 'override' },
  'override-unreadable': { category: 'override', ...A_TURN, passesBetweenMoves: true },
  'override-invalid': { category: 'override' },
  'alarm-cleared': { category: 'failure' },
  'alarm-unreadable': { category: 'failure', ...A_TURN, passesBetweenMoves: true },
  uncorroborated: { category: 'failure', ...A_TURN },
  'group-busy': { category: 'limits', ...A_TURN, mayEndSooner: true },
  'queue-expired': { category: 'limits' },
  'attempts-exhausted': { category: 'limits' },
  'limits-unreadable': { category: 'limits', ...A_TURN },
  'approval-needed': { category: 'people', approvable: true },
  'approval-denied': { category: 'people' },
  'approval-expired': { category: 'people' },
  'approval-for-another': { category: 'people' },
  'undo-asked': { category: 'people' },
  'too-soon': { category: 'limits', ...A_TURN },
  'remedy-repeated': { category: 'limits' },
  flapping: { category: 'limits' },
  'account-rate': { category: 'limits', ...A_TURN },
  'account-busy': { category: 'limits', ...A_TURN },
  'account-queue': { category: 'limits', ...A_TURN },
  'breaker-open': { category: 'limits' },
  'common-cause': { category: 'limits', ...A_TURN },
  'no-headroom': { category: 'failure', ...A_TURN },
  'storm-soft': { category: 'storm', passesWithinMinutes: STORM_MINUTES_MAX },
  'storm-hard': { category: 'storm', passesWithinMinutes: STORM_MINUTES_MAX },
  'lease-lost': { category: 'limits' },
  'dependency-failing': { category: 'failure', ...A_TURN },
  overloaded: { category: 'failure', ...A_TURN },
  'about-unknown': { category: 'failure' },
  'none-stands-out': { category: 'failure' },
  'not-overloaded': { category: 'failure' },
  'tasks-not-running': { category: 'service' },
  'most-tasks-reached': { category: 'service' },
  'scaling-in-progress': { category: 'service', ...A_TURN },
  'calendar-closed': { category: 'people', approvable: true },
  'calendar-unreadable': { category: 'people', ...A_TURN },
  'error-budget-spent': { category: 'people', approvable: true },
  'already-tried': { category: 'choice' },
  'too-many-remedies': { category: 'choice' },
  'too-long': { category: 'limits' },
  'not-worth-it': { category: 'choice' },
  'only-forecast': { category: 'failure' },
  'harmful-before': { category: 'choice', approvable: true },
  'service-unreadable': { category: 'service', ...A_TURN },
  'metrics-unreadable': { category: 'failure', ...A_TURN },
  'service-inactive': { category: 'service' },
  'service-kind': { category: 'service' },
  'service-kind-unknown': { category: 'service' },
  'single-task-only': { category: 'service' },
  'service-unregistered': { category: 'service' },
  'no-targets': { category: 'service' },
  'too-many-targets': { category: 'service' },
  'too-few-healthy': { category: 'service' },
  'targets-unclear': { category: 'service' },
  'target-group-unknown': { category: 'service' },
  'already-replacing': { category: 'service', ...A_TURN },
  'deployment-in-progress': { category: 'service', ...A_TURN },
  'rebalancing-in-progress': { category: 'service', ...A_TURN },
  'newer-tasks': { category: 'service', passesWithinMinutes: NEWER_TASKS_MINUTES_MAX, mayEndSooner: true },
  'tasks-not-placed': { category: 'service' },
  'task-protected': { category: 'service', passesWithinMinutes: PROTECTED_MINUTES_MAX, mayEndSooner: true },
  'deployed-by-others': { category: 'others' },
  'count-changed-by-others': { category: 'others' },
  'no-toggle': { category: 'toggle' },
  'toggle-unreadable': { category: 'toggle', ...A_TURN },
  'toggle-value-unknown': { category: 'toggle' },
  'toggle-already-flipped': { category: 'toggle' },
  'toggle-changed-by-others': { category: 'others' },
  'controller-not-ecs': { category: 'release' },
  'no-recent-deployment': { category: 'release' },
  'onset-before-deployment': { category: 'release' },
  'failed-before-deployment': { category: 'release' },
  'old-revision-fails-too': { category: 'release' },
  'no-known-good': { category: 'release' },
  'known-good-not-baked': { category: 'release' },
  'known-good-failing': { category: 'release' },
  'known-good-too-far': { category: 'release' },
  'known-good-inactive': { category: 'release' },
  'image-not-pinned': { category: 'release' },
  'secrets-unknown': { category: 'release' },
  'roles-not-registered': { category: 'release' },
  'schema-unknown': { category: 'release' },
  'schema-activated': { category: 'release' },
  'api-unknown': { category: 'release' },
  'api-incompatible': { category: 'release' },
  'critical-release': { category: 'release' },
  'release-unknown': { category: 'release' },
  'release-outweighs': { category: 'release' },
  'toggle-first': { category: 'release' },
  'rolled-back-recently': { category: 'release' },
  'target-rolled-back': { category: 'release' },
  'no-canary-possible': { category: 'release' },
  'no-remedy-left': { category: 'choice' },
} as const satisfies Readonly<Record<string, HoldRule>>;

export type HoldReason = keyof typeof RULES;

export const HOLD_RULES: Readonly<Record<HoldReason, HoldRule>> = RULES;

/** Every reason, in the order of the documentation. */
export const HOLD_REASONS = Object.keys(RULES) as [HoldReason, ...HoldReason[]];
