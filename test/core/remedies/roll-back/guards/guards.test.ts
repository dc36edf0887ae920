/** Every guard of the way back, by name: one row for each reason it forbids it by. */
import { describe, expect, it } from 'vitest';
import { STAND_IN_ROLE_PREFIX } from '../../../../../core/catalog/references.ts';
import { known, unknown } from '../../../../../core/world/known.ts';
import type { TaskDefinitionSnapshot } from '../../../../../core/world/release.ts';
import {
  HOUR,
  critical,
  current,
  definition,
  deployed,
  failure,
  good,
  holdsWith,
  mixed,
  neighbour,
  previous,
  releases,
  releasesTagged,
  revisionArn,
  signalled,
  tagged,
  withDefinitions,
  withPeers,
  withRecord,
  withReleases,
  withService,
  type Row,
} from './rollback-case-facts.ts';

const rollout = { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent: 100, maximumPercent: 200 };

const TASK_ROLE = 'arn:aws:iam::123456789012:role/user-task';

const OTHER_FAMILY = revisionArn(6).replace('user', 'customer');

function pinned(): TaskDefinitionSnapshot {
  return Object.values(definition(6))[0] ?? expect.fail('there is no definition');
}

const GUARDS: readonly Row[] = [
  {
    case: 'G1: the same failure was there half an hour before the deployment',
    change: withRecord({
      failures: [{ ...failure, from: current.startedAt - 0.6 * HOUR, until: current.startedAt - 0.5 * HOUR }],
    }),
    hold: 'failed-before-deployment',
  },
  {
    case: 'G1: it is unknown when the failure began',
    change: { incident: { ...good.incident, onsetAt: Number.NaN } },
    hold: 'onset-before-deployment',
  },
  { case: 'G1: it is unknown what time it is', change: { now: Number.NaN }, hold: 'onset-before-deployment' },
  {
    case: 'G1: the failure began further before the deployment than clocks are apart',
    change: signalled({ saidMinutes: -6, openedMinutes: 1, redMinutes: 0 }),
    hold: 'onset-before-deployment',
  },
  {
    case: 'G1: the failure began shortly before the deployment, and so did its incident',
    change: signalled({ saidMinutes: -2, openedMinutes: -1, redMinutes: 1 }),
    hold: 'onset-before-deployment',
  },
  {
    case: 'G1: the alarm was red before the deployment, by the clock of CloudWatch',
    change: signalled({ saidMinutes: -2, openedMinutes: 1, redMinutes: -2 }),
    hold: 'onset-before-deployment',
  },
  {
    case: 'G1: the alarm became red after the deployment, for a metric that was beyond its limit before it',
    change: signalled({ saidMinutes: -4, sinceMinutes: 3, openedMinutes: 2, redMinutes: 1 }),
    hold: 'onset-before-deployment',
  },
  {
    case: 'G1: the signal says before the deployment, and CloudWatch cannot be asked',
    change: { ...signalled({ saidMinutes: -2, openedMinutes: 1, redMinutes: 1 }), alarms: unknown('throttled') },
    hold: 'onset-before-deployment',
  },
  {
    case: 'G1: the deployment is over for more than a day',
    change: { ...good, now: (current.finishedAt ?? 0) + 24 * HOUR + 1 },
    hold: 'no-recent-deployment',
  },
  {
    case: 'G1: seven of ten sick tasks run the new revision',
    change: mixed(8, 4, { ofNew: 7, ofOld: 3 }),
    hold: 'old-revision-fails-too',
  },
  {
    case: 'G1: two revisions run and nothing tells sick tasks from well ones',
    change: mixed(2, 2, { ofNew: 0, ofOld: 0 }),
    hold: 'old-revision-fails-too',
  },
  {
    case: 'G2: it ran for five hours where others ran for days',
    change: withReleases({ deployments: [current, deployed(6, 5), deployed(5, 100)] }),
    hold: 'known-good-not-baked',
  },
  {
    case: 'G2: it failed in the same way for an hour of its three days',
    change: withRecord({
      failures: [{ ...failure, from: current.startedAt - 20 * HOUR, until: current.startedAt - 19 * HOUR }],
    }),
    hold: 'known-good-failing',
  },
  {
    case: 'G2: its deployment never completed',
    change: withReleases({ deployments: [current, { ...previous, status: 'STOPPED' }] }),
    hold: 'no-known-good',
  },
  {
    case: 'G2: it is of another family, so another program',
    change: withReleases({
      deployments: [current, { ...previous, taskDefinitionArn: OTHER_FAMILY }],
      taskDefinitions: { ...releases.taskDefinitions, [OTHER_FAMILY]: { ...pinned(), arn: OTHER_FAMILY } },
    }),
    hold: 'no-known-good',
  },
  {
    case: 'G3: the one before is not good, and the one before that is two releases back',
    change: withReleases({ deployments: [current, deployed(6, 1), deployed(5, 100)] }),
    hold: 'known-good-too-far',
  },
  {
    case: 'G4: it was itself rolled back from three days ago',
    change: withReleases({
      deployments: [current, deployed(6, 30), deployed(5, 60), deployed(6, 80), deployed(5, 100)],
    }),
    hold: 'target-rolled-back',
  },
  {
    case: 'G4: ECS took it back once this week',
    change: withReleases({
      deployments: [
        current,
        deployed(6, 30),
        { ...deployed(5, 80, 'ROLLBACK_SUCCESSFUL'), takenBack: revisionArn(6) },
        deployed(5, 100),
      ],
    }),
    hold: 'target-rolled-back',
  },
  {
    case: 'G4: the service went back five hours ago and forward again',
    change: withReleases({ deployments: [current, deployed(6, 5), deployed(7, 6), deployed(6, 200)] }),
    hold: 'rolled-back-recently',
  },
  {
    case: 'G4: the service went to an older revision five hours ago that is in no older record',
    change: withReleases({ deployments: [current, deployed(6, 5), deployed(9, 200)] }),
    hold: 'rolled-back-recently',
  },
  {
    case: 'G5: a revision between them, deployed or not, activated a schema',
    change: {
      ...withReleases({
        deployments: [current, { ...previous, taskDefinitionArn: revisionArn(5) }],
        taskDefinitions: {
          ...releases.taskDefinitions,
          ...definition(6, { tags: { 'healer:schema': 'activate' } }),
          ...definition(5),
        },
      }),
    },
    hold: 'schema-activated',
  },
  {
    case: 'G5: a revision between them cannot be read',
    change: withReleases({
      deployments: [current, { ...previous, taskDefinitionArn: revisionArn(5) }],
      taskDefinitions: { ...definition(7), ...definition(5) },
    }),
    hold: 'schema-unknown',
  },
  {
    case: 'G5: ten revisions lie between them',
    change: {
      ...withService({ taskDefinitionArn: revisionArn(17) }),
      ...withReleases({
        deployments: [{ ...current, taskDefinitionArn: revisionArn(17) }, previous],
        taskDefinitions: { ...definition(17, { tags: { 'healer:schema': 'compatible' } }), ...definition(6) },
      }),
    },
    hold: 'schema-unknown',
  },
  {
    case: 'G6: of a critical service, no tag says which API it serves',
    change: critical(),
    hold: 'api-unknown',
  },
  {
    case: 'G6: of a critical service, no tag says what its caller accepts',
    change: critical(withPeers('consumer', {})),
    hold: 'api-unknown',
  },
  {
    case: 'G6: of a critical service, who calls it could not be read',
    change: critical({
      releases: known({ ...releasesTagged({ 'healer:api-version': '4' }), neighbours: unknown('throttled') }),
    }),
    hold: 'api-unknown',
  },
  {
    case: 'G6: a producer serves a version that the older revision cannot call',
    change: {
      service: { ...good.service, dependencies: ['order'] },
      releases: known({
        ...releasesTagged({ 'healer:accepts-order': '2-3' }, { 'healer:accepts-order': '1' }),
        neighbours: known([neighbour('producer', { 'healer:api-version': '2' })]),
      }),
    },
    hold: 'api-incompatible',
  },
  {
    case: 'G7: the release closes a hole',
    change: tagged({ 'healer:release': 'security' }),
    hold: 'critical-release',
  },
  {
    case: 'G7: its importance is misspelt',
    change: tagged({ 'healer:release': 'critical_fix' }),
    hold: 'release-unknown',
  },
  {
    case: 'G7: it brought what is more important than what fails',
    change: { ...tagged({ 'healer:release-tier': 'critical' }), service: { ...good.service, tier: 'standard' } },
    hold: 'release-outweighs',
  },
  {
    case: 'G7: the tier of what it brought is misspelt',
    change: tagged({ 'healer:release-tier': 'Critical' }),
    hold: 'release-unknown',
  },
  {
    case: 'G7: a toggle may help, and no tag calls the release ordinary',
    change: withDefinitions(definition(7, { tags: { 'healer:schema': 'compatible' } })),
    hold: 'toggle-first',
  },
  {
    case: 'G8: it names a secret that the running revision does not',
    change: withDefinitions(definition(6, { references: ['arn:secret/old'] })),
    hold: 'secrets-unknown',
  },
  {
    case: 'G8: it runs as a role that is not registered',
    change: withDefinitions(definition(6, { roles: [TASK_ROLE] })),
    hold: 'roles-not-registered',
  },
  {
    case: 'G8: what runs has a role that is not registered, so that deploying it again would be refused',
    change: withDefinitions(definition(7, { roles: [TASK_ROLE] })),
    hold: 'roles-not-registered',
  },
  {
    case: 'G8: its role is none of what runs, where the app registered the roles of its task definition',
    change: {
      ...withDefinitions(definition(6, { roles: [TASK_ROLE] }), definition(7, { roles: [`${TASK_ROLE}-2`] })),
      service: { ...good.service, taskRoles: [`${STAND_IN_ROLE_PREFIX}1`] },
    },
    hold: 'roles-not-registered',
  },
  {
    case: 'G8: it was not read which roles it runs as',
    change: withReleases({
      taskDefinitions: Object.fromEntries(
        Object.entries(releases.taskDefinitions).map(([arn, { roles: _unread, ...one }]) => [arn, one]),
      ),
    }),
    hold: 'roles-not-registered',
  },
  {
    case: 'G9: a deployment is about to begin',
    change: withReleases({ deployments: [{ ...current, status: 'PENDING' }, ...releases.deployments] }),
    hold: 'deployment-in-progress',
  },
  {
    case: 'G10: its deployments may start no task before they stop one',
    change: withService({ rollout: { ...rollout, maximumPercent: 100 } }),
    hold: 'no-canary-possible',
  },
  {
    case: 'G10: its deployments shift traffic by themselves',
    change: withService({ rollout: { ...rollout, strategy: 'BLUE_GREEN' } }),
    hold: 'no-canary-possible',
  },
];

describe('going back', () => {
  it.each(GUARDS)('is forbidden when, $case', ({ change, hold }) => {
    expect(holdsWith(change)).toContain(hold);
  });
});
