/** What no compiler of TypeScript lets through: said in words, and no error of JavaScript's own. */
import { FargateService, type IBaseService } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import type { Healer } from '../../lib/healer.ts';
import type { HealsProps } from '../../lib/heals-props.ts';
import { lines, said, type Mistake } from './support/problems.ts';
import { FRANKFURT, newHealer, newStack, newVpc } from './support/user-app.ts';

const WEB = { cluster: 'shop', service: 'web' };

function heals(healer: Healer, props: unknown): void {
  healer.heals(WEB, props as HealsProps);
}

const SCRIPT: readonly Mistake[] = [
  {
    case: 'a period in seconds',
    make: (healer) => heals(healer, { period: 60 }),
    says: ['heals(web) period: 60 is not a Duration; write it as Duration.minutes(1)'],
  },
  {
    case: 'the ARN of a target group alone',
    make: (healer) => heals(healer, { targetGroup: 'arn:x' }),
    says: [
      'heals(web) targetGroup: "arn:x" is not a target group (allowed: a target group of this app, { targetGroupArn, loadBalancerArn }); give both ARNs: a target group does not name its load balancer',
    ],
  },
  {
    case: 'text where there are lists',
    make: (healer) => heals(healer, { dependencies: 'stock', toggles: 'search' }),
    says: [
      'heals(web) dependencies: must be a list, not "stock"; write names of services this one calls',
      'heals(web) toggles: must be a list, not "search"; write features that can be switched off to survive',
    ],
  },
  {
    case: 'toggles without what they need',
    make: (healer) => heals(healer, { toggles: [{ name: 'search', parameter: '/shop/search', on: 'a', off: 'b' }] }),
    says: [
      'heals(web) toggles[0].helps: is missing; write the failure types it is known to help against',
      'heals(web) toggles[0].losesFeature: is missing; write what users lose while it is off, in words',
    ],
  },
  {
    case: 'a service imported without its cluster',
    make: (healer, stack) => {
      const arn = 'arn:aws:ecs:eu-central-1:111111111111:service/shop/web';
      healer.heals(FargateService.fromFargateServiceArn(stack, 'Web', arn) as unknown as IBaseService);
    },
    says: [
      'heals(Shop/Web) cluster: its cluster is not known; import it with its cluster, by fromFargateServiceAttributes() or fromServiceArnWithCluster()',
    ],
  },
];

describe('from JavaScript', () => {
  it.each(SCRIPT)('$case', (row) => expect(said(row)).toEqual(lines(row)));

  const stack = newStack(undefined, 'Shop', FRANKFURT);
  const healer = newHealer(stack);
  const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc: newVpc(stack) });
  const service = 'give an ECS service of this app, or { cluster, service } with the names of one';
  const alarm = 'give an alarm of this app, or its name';
  it.each([
    {
      case: 'nothing',
      call: () => healer.heals(undefined as never),
      says: `heals(undefined): that is no service; ${service}`,
    },
    {
      case: 'a name alone',
      call: () => healer.heals('web' as never),
      says: `heals("web"): that is no service; ${service}`,
    },
    {
      case: 'another construct',
      call: () => healer.heals(balancer as never),
      says: `heals(Shop/Balancer): that is no ECS service; ${service}`,
    },
    {
      case: 'no properties',
      call: () => healer.heals(WEB, null as never),
      says: 'the properties of heals() are null; give an object, such as {}',
    },
    {
      case: 'no alarm',
      call: () => healer.signalFrom(undefined as never, { service: 'web', failureType: 'high-cpu' }),
      says: `signalFrom(undefined): that is no alarm; ${alarm}`,
    },
    {
      case: 'an alarm of no service',
      call: () => healer.signalFrom('Full', {} as never),
      says: 'signalFrom() does not name the service that fails; give the service that heals() got, or its name',
    },
  ])('$case is refused in the call', ({ call, says }) => {
    expect(call).toThrow(`Shop/Healer: ${says}`);
  });
});
