/** The part of `guidance.ts` about holds of rollbacks. */
export const RELEASE_GUIDANCE = {
  'controller-not-ecs': { means: 'CodeDeploy or an external controller deploys this service', todo: 'roll back there' },
  'no-recent-deployment': {
    means:
      'the failure began more than an hour after the last deployment, or that deployment ended more than a day ago',
    todo: 'look elsewhere for the cause',
  },
  'onset-before-deployment': {
    means: 'the failure began before the deployment, by more than the five minutes that clocks may differ',
    todo: 'look elsewhere for the cause',
  },
  'failed-before-deployment': {
    means: 'the healer saw the same failure in the hour before the deployment',
    todo: 'look elsewhere for the cause',
  },
  'old-revision-fails-too': {
    means: 'two revisions run, and less than 80 % of the sick tasks run the new one',
    todo: 'look for what both share',
  },
  'no-known-good': {
    means: 'no earlier deployment of another revision of the same family completed',
    todo: 'fix forward',
  },
  'known-good-not-baked': {
    means:
      'the previous revision ran for less than two hours, or for less than a day where other revisions ran that long',
    todo: 'fix forward, or roll further back by hand',
  },
  'known-good-failing': {
    means: 'the previous revision showed the same failure for at least 1 % of its time',
    todo: 'fix forward',
  },
  'known-good-too-far': {
    means: 'a known good revision exists, but it is not the previous one',
    todo: 'roll back to it by hand, if you know what lies between',
  },
  'known-good-inactive': {
    means: 'the task definition of the rollback target is deregistered',
    todo: 'register it again',
  },
  'image-not-pinned': {
    means: 'its task definition names an image by tag, which may mean another image by now',
    todo: 'name images by digest',
  },
  'secrets-unknown': {
    means: 'it needs a secret, parameter or file that the running revision does not name, so it may be gone',
    todo: 'check that it exists, and roll back by hand',
  },
  'roles-not-registered': {
    means: 'one of the two revisions uses a role that is not among `taskRoles`, so ECS would refuse to deploy it',
    todo: 'add the role to `taskRoles`, as `npm run verify` says, and deploy',
  },
  'schema-unknown': {
    means: 'a revision to be rolled back has no tag `healer:schema`, or the healer cannot read it',
    todo: '[tag every revision](release-tags.md)',
  },
  'schema-activated': {
    means: 'a revision to be rolled back activated a schema that the older one cannot read',
    todo: 'fix forward',
  },
  'api-unknown': {
    means: 'the service is critical, and no tag says which API the older revision serves or calls',
    todo: '[tag it](release-tags.md)',
  },
  'api-incompatible': {
    means: 'a running service cannot call the older revision, or the older revision cannot call a running service',
    todo: 'fix forward',
  },
  'critical-release': {
    means: 'a revision to be rolled back is tagged `critical-fix` or `security`',
    todo: 'decide on it yourself: a rollback loses the fix',
  },
  'release-unknown': {
    means: 'its tag `healer:release` or `healer:release-tier` has an unknown value',
    todo: 'correct it: [the values](release-tags.md)',
  },
  'release-outweighs': {
    means: 'the release serves a more important tier than the service that fails',
    todo: 'decide on it yourself: a rollback loses the release',
  },
  'toggle-first': {
    means: 'a toggle may help, and the release is not tagged as `ordinary`',
    todo: 'nothing: the healer tries the toggle first',
  },
  'rolled-back-recently': {
    means: 'the healer or another actor has rolled the service back within a day',
    todo: 'a person looks',
  },
  'target-rolled-back': {
    means: 'the service was rolled back from the previous revision within a week',
    todo: 'fix forward',
  },
  'no-canary-possible': {
    means:
      'its deployments cannot begin with one task beyond the desired count: no room (`maximumPercent`), hooks, or another strategy than rolling',
    todo: 'roll back by hand',
  },
} as const;
