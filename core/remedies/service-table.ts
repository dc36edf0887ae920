/**
 * The documented table of what each remedy does with each kind of service, and with a service in each state, made by asking
 * the code that decides. Whoever adds a kind or a state adds its row here; a test plays every cell.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { ServiceSnapshot } from '../world/service.ts';
import { SERVICE_KINDS } from '../service-kind/kind-of.ts';
import type { ServiceKindName } from '../service-kind/kind-of.ts';
import { KINDS } from '../service-kind/kinds.ts';
import { busyHolds, countChangeHolds, kindHolds, lastingHolds } from '../service-kind/service-holds.ts';
import { ACTION_KINDS } from '../vocabulary.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { HoldReason } from '../holds/reasons.ts';
import { canaryPace } from './roll-back/canary.ts';

export interface ServiceRow {
  readonly title: string;
  /** What ECS says of such a service, where it differs from the usual one. */
  readonly service: Partial<ServiceSnapshot>;
  readonly entry?: Pick<ServiceEntry, 'maxTasks'>;
}

/** When the rows are looked at, ms. */
const ROWS_AT = Date.UTC(2026, 0, 15, 3, 0);

const ROLLOUT = { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent: 100, maximumPercent: 200 } as const;
const REVISION = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:7';
const PRIMARY = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  rolloutState: 'COMPLETED',
  taskDefinitionArn: REVISION,
  createdAt: ROWS_AT - 3 * 86_400_000,
} as const;

/** Four tasks of a service of the kind that most are. */
export const USUAL_SERVICE: ServiceSnapshot = {
  arn: 'arn:aws:ecs:us-east-1:123456789012:service/shop/user',
  status: 'ACTIVE',
  schedulingStrategy: 'REPLICA',
  taskSets: [],
  desiredCount: 4,
  runningCount: 4,
  pendingCount: 0,
  taskDefinitionArn: REVISION,
  deploymentController: 'ECS',
  deployments: [PRIMARY],
  rollout: ROLLOUT,
};

const OF_KIND: Readonly<Record<ServiceKindName, Partial<ServiceSnapshot>>> = {
  rolling: {},
  blueGreen: { rollout: { ...ROLLOUT, strategy: 'BLUE_GREEN' } },
  linear: { rollout: { ...ROLLOUT, strategy: 'LINEAR' } },
  canary: { rollout: { ...ROLLOUT, strategy: 'CANARY' } },
  express: { resourceManagement: 'ECS', rollout: { ...ROLLOUT, strategy: 'CANARY' } },
  codeDeploy: { deploymentController: 'CODE_DEPLOY', deployments: [], taskSets: [taskSet(1, 'PRIMARY')] },
  external: { deploymentController: 'EXTERNAL', deployments: [], taskSets: [taskSet(1, 'PRIMARY')] },
  daemon: { schedulingStrategy: 'DAEMON' },
  shortArn: { arn: 'arn:aws:ecs:us-east-1:123456789012:service/user' },
  unknown: { schedulingStrategy: 'SPREAD' },
};

function taskSet(number: number, status: string) {
  return { id: `ecs-svc/${number}`, status, taskDefinitionArn: REVISION };
}

const STATES: readonly ServiceRow[] = [
  { title: 'is not active', service: { status: 'DRAINING' } },
  { title: 'wants no tasks', service: { desiredCount: 0, runningCount: 0 } },
  { title: 'wants one task', service: { desiredCount: 1, runningCount: 1 } },
  {
    title: 'wants one task, `maximumPercent` 100: never two at once',
    service: { desiredCount: 1, runningCount: 1, rollout: { ...ROLLOUT, maximumPercent: 100 } },
  },
  {
    title: 'the same, with `maxTasks: 2` in the configuration',
    service: { desiredCount: 1, runningCount: 1, rollout: { ...ROLLOUT, maximumPercent: 100 } },
    entry: { maxTasks: 2 },
  },
  { title: 'wants several tasks, `maximumPercent` 100', service: { rollout: { ...ROLLOUT, maximumPercent: 100 } } },
  {
    title: 'is being deployed',
    service: {
      deployments: [{ ...PRIMARY, id: 'ecs-svc/2', rolloutState: 'IN_PROGRESS', createdAt: ROWS_AT - 60_000 }],
    },
  },
  {
    title: 'runs two task sets of CodeDeploy',
    service: { ...OF_KIND.codeDeploy, taskSets: [taskSet(1, 'PRIMARY'), taskSet(2, 'ACTIVE')] },
  },
  { title: 'has its tasks moved between zones by ECS', service: { rebalancingSince: ROWS_AT - 5 * 60_000 } },
];

export const SERVICE_ROWS: readonly ServiceRow[] = [
  ...SERVICE_KINDS.map((name) => ({ title: KINDS[name].title, service: OF_KIND[name] })),
  ...STATES,
];

/** Why the remedy leaves such a service alone; empty where it may be used. */
export function reasonsAgainst(row: ServiceRow, remedy: ActionKind): readonly HoldReason[] {
  const service = { ...USUAL_SERVICE, ...row.service };
  const entry = row.entry ?? {};
  switch (remedy) {
    case 'replaceTasks':
    case 'scaleOut':
      return named(countChangeHolds({ service, entry }, remedy, ROWS_AT));
    case 'flipToggle':
      return named(kindHolds(service, remedy));
    case 'rollBack': {
      const pace = canaryPace(service);
      const never = named(lastingHolds(service, remedy));
      if (never.length > 0) return never;
      return [
        ...named(busyHolds(service, ROWS_AT)),
        ...(pace.kind === 'possible' ? [] : ['no-canary-possible' as const]),
      ];
    }
  }
}

function named(holds: readonly { readonly reason: HoldReason }[]): readonly HoldReason[] {
  return holds.map(({ reason }) => reason);
}

/** As Markdown: one row a kind or state, one column a remedy. */
export function serviceTable(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = SERVICE_ROWS.map((row) => line([row.title, ...ACTION_KINDS.map((remedy) => cell(row, remedy))]));
  const head = ['A service that', ...ACTION_KINDS.map((remedy) => `\`${remedy}\``)];
  return [line(head), line(head.map(() => '---')), ...rows].join('\n');
}

function cell(row: ServiceRow, remedy: ActionKind): string {
  const reasons = reasonsAgainst(row, remedy);
  return reasons.length === 0 ? 'yes' : `held: ${reasons.map((reason) => `\`${reason}\``).join(', ')}`;
}
