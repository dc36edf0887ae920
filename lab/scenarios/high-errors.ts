/** A broken feature: new tasks would have it too, so it is switched off, and no task is touched. */
import type { Check, Scenario } from './scenario.ts';

const onlyTheToggle: Check = ({ writes }) => {
  const others = writes.filter(({ value }) => value.input['Name'] !== '/shop/user/recommendations');
  return others.length === 0
    ? undefined
    : `more than the toggle was touched: ${others.map(({ value }) => value.operation).join(', ')}`;
};

export const highErrors: Scenario = {
  name: 'high-errors',
  title: 'recommendations of user fail, 75 % errors; the feature is switched off',
  breaks: [{ service: 'user', breakage: 'errors' }],
  expected: [{ service: 'user', outcome: 'healed', remedy: 'flipToggle' }],
  secondsMax: 240,
  checks: [onlyTheToggle],
};
