/** What does not stand in the way: guards that forbid everything would be safe and useless. */
import { STAND_IN_ROLE_PREFIX } from '../../../../../core/catalog/references.ts';
import { describe, expect, it } from 'vitest';
import { rollBack } from '../../../../../core/remedies/roll-back/roll-back.ts';
import {
  HOUR,
  STEP,
  critical,
  current,
  definition,
  deployed,
  failure,
  good,
  holdsWith,
  mixed,
  previous,
  signalled,
  tagged,
  withDefinitions,
  withPeers,
  withRecord,
  withReleases,
} from './rollback-case-facts.ts';

const [TASK_ROLE, STARTER] = ['user-task', 'task-execution'].map(
  (name) => `arn:aws:iam::123456789012:role/${name}`,
) as [string, string];

describe('going back', () => {
  it.each([
    { case: 'nothing is wrong', change: {} },
    { case: 'all that is sick runs the new revision', change: mixed(3, 3, { ofNew: 3, ofOld: 0 }) },
    { case: 'four of five sick tasks run the new revision', change: mixed(4, 4, { ofNew: 4, ofOld: 1 }) },
    {
      case: 'it ran for five hours and no release ever ran longer',
      change: withReleases({ deployments: [current, deployed(6, 5), deployed(5, 9)] }),
    },
    {
      case: 'another failure was there before',
      change: withRecord({ failures: [{ ...failure, failureType: 'high-cpu', from: current.startedAt - HOUR }] }),
    },
    {
      case: 'the same failure was over two hours before, for a minute of three days',
      change: withRecord({
        failures: [{ ...failure, from: current.startedAt - 2 * HOUR, until: current.startedAt - 2 * HOUR + 60_000 }],
      }),
    },
    {
      case: 'the sender’s clock is behind, and the alarm became red after the deployment',
      change: signalled({ saidMinutes: -3, openedMinutes: 2, redMinutes: 2 }),
    },
    {
      case: 'the clock of the healer is behind, and the signal says after the deployment',
      change: signalled({ saidMinutes: 2, openedMinutes: -3, redMinutes: 2 }),
    },
    { case: 'callers accept the older version', change: withPeers('consumer', { 'healer:accepts-user': '3-4' }) },
    {
      case: 'a critical service serves the same version before and after',
      change: critical(tagged({ 'healer:api-version': '4' }, { 'healer:api-version': '4' })),
    },
    { case: 'what it brought matters no more than what fails', change: tagged({ 'healer:release-tier': 'batch' }) },
    {
      case: 'the release is not called ordinary and no toggle helps',
      change: {
        ...withDefinitions(definition(7, { tags: { 'healer:schema': 'compatible' } })),
        service: { ...good.service, toggles: [] },
      },
    },
    {
      case: 'it names only secrets that the running revision names',
      change: withDefinitions(
        definition(6, { references: ['arn:a'] }),
        definition(7, { references: ['arn:a', 'arn:b'] }),
      ),
    },
    {
      case: 'both revisions run as roles that are registered',
      change: {
        ...withDefinitions(definition(6, { roles: [TASK_ROLE] }), definition(7, { roles: [TASK_ROLE, STARTER] })),
        service: { ...good.service, taskRoles: [TASK_ROLE, STARTER] },
      },
    },
    {
      case: 'it runs as what runs, and the app registered the roles of its task definition',
      change: {
        ...withDefinitions(definition(6, { roles: [TASK_ROLE] }), definition(7, { roles: [TASK_ROLE, STARTER] })),
        service: { ...good.service, taskRoles: [`${STAND_IN_ROLE_PREFIX}1`, `${STAND_IN_ROLE_PREFIX}2`] },
      },
    },
    {
      case: 'it was gone back to long ago',
      change: withReleases({ deployments: [current, deployed(6, 200), deployed(5, 300)] }),
    },
  ])('is possible when $case', ({ change }) => {
    expect(holdsWith(change)).toEqual([]);
  });

  it('says beside the plan what no tag says about the API of a service that is not critical', () => {
    const planned = rollBack.plan(good, STEP);
    expect(planned).toMatchObject({ kind: 'possible', text: expect.stringContaining('healer:api-version') });
  });

  it('knows what ran from the releases it saw where ECS has forgotten', () => {
    const forgotten = { deployments: [current] };
    expect(holdsWith(withReleases(forgotten))).toContain('no-known-good');
    const seen = {
      deploymentId: 'ecs-svc/1',
      taskDefinitionArn: previous.taskDefinitionArn,
      completedAt: current.startedAt - 30 * HOUR,
    };
    expect(holdsWith(withReleases({ ...forgotten, record: { releases: [seen], failures: [] } }))).toEqual([]);
  });
});
