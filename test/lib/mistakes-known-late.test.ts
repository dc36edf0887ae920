/** What only the deployment decides where it has to be known before: said in words, and no token is printed. */
import { CfnParameter, Duration, Lazy, type Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { HealsProps } from '../../lib/heals-props.ts';
import { lines, said, type Mistake } from './support/problems.ts';

const WEB = { cluster: 'shop', service: 'web' };
const LATER = 'is not known at synth; give a literal, or a construct where one is taken';
const TOGGLE = { name: 'search', on: 'on', off: 'off', helps: ['high-error-rate'], losesFeature: 'search' };

/** What is known only when the stack is deployed. */
function parameter(stack: Stack, id = 'Parameter'): string {
  return new CfnParameter(stack, id).valueAsString;
}

const TOKENS: readonly Mistake[] = [
  {
    case: 'the name of a service',
    make: (healer, stack) => healer.heals({ cluster: 'shop', service: parameter(stack) }, { name: 'web' }),
    says: [`heals(web) service: ${LATER}`],
  },
  {
    case: 'the name of a service that has no other',
    make: (healer, stack) => healer.heals({ cluster: 'shop', service: parameter(stack) }),
    says: ['service', 'name'].map((key) => `heals(service known when deployed) ${key}: ${LATER}`),
  },
  {
    case: 'what people shall call it',
    make: (healer, stack) => healer.heals(WEB, { name: parameter(stack) }),
    says: [`heals(web) name: ${LATER}`],
  },
  {
    case: 'a dependency',
    make: (healer, stack) => healer.heals(WEB, { dependencies: [parameter(stack)] }),
    says: [`heals(web) dependencies[0]: ${LATER}`],
  },
  {
    case: 'the value of a toggle, which would be written as it stands here',
    make: (healer, stack) => {
      healer.heals(WEB, { toggles: [{ ...TOGGLE, parameter: '/shop/search', off: parameter(stack) }] });
    },
    says: [`heals(web) toggles[0].off: ${LATER}`],
  },
  {
    case: 'ARNs of a target group',
    make: (healer, stack) => {
      const targetGroupArn = parameter(stack, 'Group');
      healer.heals(WEB, { targetGroup: { targetGroupArn, loadBalancerArn: parameter(stack, 'Balancer') } });
    },
    says: ['targetGroupArn', 'loadBalancerArn'].map((key) => `heals(web) targetGroup.${key}: ${LATER}`),
  },
  {
    case: 'a target group as text',
    make: (healer, stack) => healer.heals(WEB, { targetGroup: parameter(stack) } as unknown as HealsProps),
    says: [
      'heals(web) targetGroup: this is not a target group (allowed: a target group of this app, { targetGroupArn, loadBalancerArn }); give both ARNs: a target group does not name its load balancer',
    ],
  },
  {
    case: 'a period',
    make: (healer) => healer.heals(WEB, { period: Duration.seconds(Lazy.number({ produce: () => 60 })) }),
    says: ['heals(web) period: is not known at synth; write it as Duration.minutes(1)'],
  },
  {
    case: 'addresses and endpoints',
    props: (stack: Stack) => ({
      notifications: {
        emails: [parameter(stack, 'Address')],
        subscriptions: [{ protocol: 'sqs', endpoint: parameter(stack, 'Queue') }],
      },
    }),
    make: (healer) => healer.heals(WEB),
    says: ['emails[0]', 'subscriptions[0].endpoint'].map(
      (key) => `properties of Shop/Healer notifications.${key}: ${LATER}`,
    ),
  },
];

describe('what only the deployment decides is said to be so', () => {
  it.each(TOKENS)('$case', (row) => expect(said(row)).toEqual(lines(row)));
});
