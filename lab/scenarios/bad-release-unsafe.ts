/** The same, but the release activated a schema the older version cannot read: no way back, a person is asked. */
import { heldBack, type Check, type Scenario } from './scenario.ts';

const refusedForTheSchema: Check = (world) =>
  heldBack(world, 'payment', 'schema-activated') ? undefined : 'the rollback was not refused for the schema';

const nothingDeployed: Check = ({ writes }) =>
  writes.every(({ value }) => value.input['taskDefinition'] === undefined)
    ? undefined
    : 'the healer deployed something';

export const badReleaseUnsafe: Scenario = {
  name: 'bad-release-unsafe',
  title: 'a release of payment fails and cannot be rolled back; a person is asked',
  breaks: [{ service: 'payment', breakage: 'release-unsafe' }],
  expected: [{ service: 'payment', outcome: 'escalated' }],
  secondsMax: 420,
  checks: [refusedForTheSchema, nothingDeployed],
};
