/** A person switched the healer off for user: it watches, says so, and touches nothing. */
import { nothingTouched } from './checks.ts';
import type { Check, Scenario } from './scenario.ts';

const stillIll: Check = ({ healthy }) => (healthy('user') ? 'user is healthy although the healer was off' : undefined);

export const overrideOff: Scenario = {
  name: 'override-off',
  title: 'user fails while a person has switched the healer off for it; nothing is touched',
  mode: { service: 'user', mode: 'off' },
  breaks: [{ service: 'user', breakage: 'cpu' }],
  expected: [{ service: 'user', outcome: 'held' }],
  secondsMax: 240,
  checks: [nothingTouched, stillIll],
};
