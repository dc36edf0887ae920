/** A release breaks payment: the healer goes back to the one before, which ran for a day and is safe to return to. */
import type { Check, Scenario } from './scenario.ts';

const backToTheOneBefore: Check = ({ writes }) => {
  const deployed = writes.flatMap(({ value }) => {
    const arn = value.input['taskDefinition'];
    return typeof arn === 'string' ? [arn] : [];
  });
  if (deployed.length > 0 && deployed.every((arn) => arn.endsWith('task-definition/payment:2'))) return undefined;
  return `expected payment:2 and nothing else, but the healer deployed ${deployed.join(', ') || 'nothing'}`;
};

/** Two desired tasks: 150 % is room for one more; what the service had before is put back. */
const oneTaskFirst: Check = ({ writes }) => {
  const paces = writes.flatMap(({ value }) => {
    const configuration = value.input['deploymentConfiguration'] as { readonly maximumPercent?: number } | undefined;
    return configuration?.maximumPercent ?? [];
  });
  return paces.join(', ') === '150, 200'
    ? undefined
    : `expected the paces 150, 200, but saw ${paces.join(', ') || 'none'}`;
};

export const badRelease: Scenario = {
  name: 'bad-release',
  title: 'a release of payment fails every request; it is rolled back',
  breaks: [{ service: 'payment', breakage: 'release-bad' }],
  expected: [{ service: 'payment', outcome: 'healed', remedy: 'rollBack' }],
  secondsMax: 300,
  checks: [backToTheOneBefore, oneTaskFirst],
};
