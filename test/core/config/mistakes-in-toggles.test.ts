/**
 * Mistakes in the configuration: toggles. Each is caught, with the exact words a person reads.
 */
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { shop, TOGGLE, toggled, web, worker } from './shop-config.ts';

const MISTAKES = [
  {
    case: 'a toggle parameter without a slash',
    config: shop(toggled({ parameter: 'shop/flag' })),
    says: ['services[0].toggles[0].parameter: "shop/flag" does not start with /; write the full path of the parameter'],
  },
  {
    case: 'a toggle parameter with a space',
    config: shop(toggled({ parameter: '/shop/my flag' })),
    says: [
      'services[0].toggles[0].parameter: "/shop/my flag" is not a parameter name; use letters, digits, _, . and - between single slashes',
    ],
  },
  {
    case: 'a toggle parameter of AWS',
    config: shop(toggled({ parameter: '/aws/flag' })),
    says: ['services[0].toggles[0].parameter: "/aws/flag" is reserved by AWS; names must not begin with /aws or /ssm'],
  },
  {
    case: 'a toggle parameter that is a brake of the healer',
    config: shop(toggled({ parameter: '/healer/mode' })),
    says: [
      'services[0].toggles[0].parameter: "/healer/mode" is an override parameter of the healer itself; the healer must not write below /healer/, choose another path',
    ],
  },
  {
    case: 'a toggle parameter that is too long',
    config: shop(toggled({ parameter: `/${'x'.repeat(1011)}` })),
    says: ['services[0].toggles[0].parameter: is 1012 characters long; SSM allows 1011'],
  },
  {
    case: 'a toggle parameter with too many levels',
    config: shop(toggled({ parameter: '/a'.repeat(16) })),
    says: ['services[0].toggles[0].parameter: "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a" has too many levels; SSM allows 15'],
  },
  {
    case: 'a toggle that changes nothing',
    config: shop(toggled({ off: 'on' })),
    says: [
      'services[0].toggles[0].off: "on" is also the value of on: the toggle would change nothing; write the value that degrades',
    ],
  },
  {
    case: 'a toggle that helps against nothing',
    config: shop(toggled({ helps: [] })),
    says: ['services[0].toggles[0].helps: needs at least 1 entry'],
  },
  {
    case: 'a toggle that helps against an unknown failure',
    config: shop(toggled({ helps: ['high-errors'] })),
    says: [
      'services[0].toggles[0].helps[0]: unknown runbook "high-errors" (allowed: bad-deployment, connection-exhaustion, crash-loop, dependency-failure, high-cpu, high-error-rate, high-latency, memory-leak, placement-failure, unhealthy-targets); did you mean high-error-rate?',
    ],
  },
  {
    case: 'a toggle for a runbook that never flips one',
    config: shop(toggled({ helps: ['crash-loop'] })),
    says: [
      'services[0].toggles[0].helps[0]: runbook "crash-loop" never flips a toggle (allowed: connection-exhaustion, dependency-failure, high-cpu, high-error-rate, high-latency, unhealthy-targets); leave it out, or add flipToggle to runbooks/crash-loop.yaml',
    ],
  },
  {
    case: 'a toggle without a price',
    config: shop(toggled({ losesFeature: '' })),
    says: ['services[0].toggles[0].losesFeature: must not be empty'],
  },
  {
    case: 'two toggles with one name',
    config: shop(web({ toggles: [TOGGLE, { ...TOGGLE, parameter: '/other' }] })),
    says: ['services[0].toggles[1].name: two toggles of "web" are named "recommendations"; give each its own name'],
  },
  {
    case: 'two toggles of one parameter',
    config: shop(web({ toggles: [TOGGLE, { ...TOGGLE, name: 'other' }] })),
    says: ['services[0].toggles[1].parameter: two toggles of "web" flip the same parameter; keep one'],
  },
  {
    case: 'one parameter of two services in different groups',
    config: shop(web(), worker({ toggles: [TOGGLE] })),
    says: [
      'services[1].toggles[0].parameter: "web" and "worker" flip the same parameter; give both services the same group, so that they are healed one at a time',
    ],
  },
];

describe('toggles', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ config, says }) => {
    expect(said(config)).toEqual(says);
  });
});
