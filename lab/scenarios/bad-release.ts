/** A release breaks payment: the healer goes back to the one before, which ran for a day and is safe to return to. */
import type { Check, Scenario } from './scenario.ts';

const backToTheOneBefore: Check = ({ writes }) => {
  const deployed = writes.flatMap(({ value }) => {
    const arn = value.input['taskDefinition'];
    return typeof arn === 'string' ? [arn] : [];
  });
  if (deployed.length === 1 && deployed[0]?.endsWith('task-definition/payment:2') === true) return undefined;
  return `expected one deployment, of payment:2, but the healer deployed ${deployed.join(', ') || 'nothing'}`;
};

export const badRelease: Scenario = {
  name: 'bad-release',
  title: 'a release of payment fails every request; it is rolled back',
  breaks: [{ service: 'payment', breakage: 'release-bad' }],
  expected: [{ service: 'payment', outcome: 'healed', remedy: 'rollBack' }],
  secondsMax: 300,
  checks: [backToTheOneBefore],
};
