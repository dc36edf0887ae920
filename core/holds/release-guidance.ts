/** What people read of the reasons not to take a release back: what each means, and what to do. A part of `guidance.ts`. */
export const RELEASE_GUIDANCE = {
  'controller-not-ecs': { means: 'CodeDeploy or an external controller deploys this service', todo: 'roll back there' },
  'no-recent-deployment': {
    means: 'the failure began more than an hour after the last deployment, or that is over for more than a day',
    todo: 'look elsewhere for the cause',
  },
  'onset-before-deployment': {
    means: 'the failure was there before the deployment, and not only by a clock that is up to five minutes off',
    todo: 'look elsewhere for the cause',
  },
  'failed-before-deployment': {
    means: 'the healer saw the same failure in the hour before the deployment',
    todo: 'look elsewhere for the cause',
  },
  'old-revision-fails-too': {
    means: 'two revisions run, and less than 80 % of the sick tasks are of the new one',
    todo: 'look for what both have in common',
  },
  'no-known-good': {
    means: 'there is no earlier deployment of another revision of the same family that completed',
    todo: 'fix forward',
  },
  'known-good-not-baked': {
    means:
      'the revision before ran for less than two hours, or for less than a day where others of the service ran that long',
    todo: 'fix forward, or go further back by hand',
  },
  'known-good-failing': {
    means: 'the revision before showed the same failure for 1 % of its time or more',
    todo: 'fix forward',
  },
  'known-good-too-far': {
    means: 'a revision is known to be good, but it is not the one before',
    todo: 'go back to it by hand, if you know what lies between',
  },
  'known-good-inactive': { means: 'its task definition was deregistered', todo: 'register it again' },
  'image-not-pinned': {
    means: 'its image is named by a tag, which may mean another image by now',
    todo: 'name images by digest',
  },
  'secrets-unknown': {
    means: 'it needs a secret, parameter or file that the running revision does not name, so it may be gone',
    todo: 'look whether it is there, and go back by hand',
  },
  'roles-not-registered': {
    means: 'one of the two revisions runs as a role that is not among `taskRoles`, so ECS would refuse to deploy it',
    todo: 'add the role to `taskRoles`, as `npm run verify` says, and deploy',
  },
  'schema-unknown': {
    means: 'a revision that would be taken back has no tag `healer:schema`, or cannot be read',
    todo: '[tag every revision](release-tags.md)',
  },
  'schema-activated': {
    means: 'a revision that would be taken back activated a schema that the older one cannot read',
    todo: 'fix forward',
  },
  'api-unknown': {
    means: 'of a critical service: no tag says which API the older revision serves or calls',
    todo: '[tag it](release-tags.md)',
  },
  'api-incompatible': {
    means: 'a service that runs now cannot call the older revision, or it cannot call one of them',
    todo: 'fix forward',
  },
  'critical-release': {
    means: 'a revision that would be taken back is tagged `critical-fix` or `security`',
    todo: 'decide on it yourself: the fix would be lost',
  },
  'release-unknown': {
    means: 'its tag `healer:release` or `healer:release-tier` has a value that says nothing',
    todo: 'correct it: [the values](release-tags.md)',
  },
  'release-outweighs': {
    means: 'it brought something of a more important tier than the service that fails',
    todo: 'decide on it yourself: it would be lost',
  },
  'toggle-first': {
    means: 'a toggle may help, and the release is not tagged as `ordinary`',
    todo: 'nothing: the toggle is tried first',
  },
  'rolled-back-recently': {
    means: 'the service went back already within a day, by the healer or by another actor',
    todo: 'a person looks',
  },
  'target-rolled-back': { means: 'the revision before was itself rolled back from within a week', todo: 'fix forward' },
  'no-canary-possible': {
    means:
      'its deployments cannot begin with one task beyond the desired ones: no room (`maximumPercent`), hooks, or another strategy than rolling',
    todo: 'roll back by hand',
  },
} as const;
