/**
 * Mistakes in the configuration: names, resources and alarms. Each is caught, with the exact words a person reads.
 */
import { configSchema } from '../../../core/config/config.ts';
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { shop, TARGET_GROUP, web } from './shop-config.ts';

/** The keys of a service as messages list them. */
const SERVICE_KEYS = Object.keys(configSchema.shape.services.element.shape).join(', ');

const MISTAKES = [
  {
    case: 'a name with capitals',
    config: shop(web({ name: 'Web' })),
    says: ['services[0].name: "Web" is not a name (allowed: a-z, 0-9 and - inside, at most 40 characters)'],
  },
  {
    case: 'a name that means all services',
    config: shop(web({ name: 'all' })),
    says: ['services[0].name: "all" means the whole fleet; choose another name'],
  },
  {
    case: 'a name that is too long',
    config: shop(web({ name: 'w'.repeat(41) })),
    says: [
      'services[0].name: "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" is not a name (allowed: a-z, 0-9 and - inside, at most 40 characters)',
    ],
  },
  {
    case: 'an ARN where a cluster name is wanted',
    config: shop(web({ cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod' })),
    says: [
      'services[0].cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/prod" is not the name of an ECS cluster (allowed: letters, digits, - and _, at most 255 characters); write the name of the cluster, the last part of its ARN',
    ],
  },
  {
    case: 'an unknown tier',
    config: shop(web({ tier: 'crit' as never })),
    says: ['services[0].tier: unknown tier "crit" (allowed: critical, standard, batch); did you mean critical?'],
  },
  {
    case: 'a period CloudWatch does not offer',
    config: shop(web({ periodSeconds: 45 })),
    says: [
      'services[0].periodSeconds: 45 is not a period CloudWatch offers (allowed: multiples of 60 up to 3600; where resolutionSeconds is as short, 10, 20 and 30 too)',
    ],
  },
  {
    case: 'a period in which nothing is published',
    config: shop(web({ periodSeconds: 30 })),
    says: [
      'services[0].periodSeconds: 30 s is shorter than the 60 s in which metrics are published (allowed: multiples of 60 up to 3600); lengthen it, or say in resolutionSeconds how often yours are published',
    ],
  },
  {
    case: 'a period that is shorter even where metrics come often',
    config: { ...shop(web({ periodSeconds: 10 })), resolutionSeconds: 20 },
    says: [
      'services[0].periodSeconds: 10 s is shorter than the 20 s in which metrics are published (allowed: multiples of 60 up to 3600); lengthen it, or say in resolutionSeconds how often yours are published',
    ],
  },
  {
    case: 'a resolution AWS does not have',
    config: { ...shop(web()), resolutionSeconds: 300 },
    says: ['resolutionSeconds: 300 is too large, the most is 60'],
  },
  {
    case: 'periods whose window is longer than a day',
    config: shop(web({ periodSeconds: 3600, runbooks: [{ failureType: 'high-cpu', breaching: { cpu: '30 of 30' } }] })),
    says: [
      'services[0].periodSeconds: 30 periods of 3600 s of watch "cpu" (high-cpu) exceed a day; shorten periodSeconds or the breaching of the watch',
    ],
  },
  {
    case: 'an ARN that is not a target group',
    config: shop(web({ targetGroup: { ...TARGET_GROUP, targetGroupArn: TARGET_GROUP.loadBalancerArn } })),
    says: [
      'services[0].targetGroup.targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188" is not the ARN of a target group (allowed: arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>)',
    ],
  },
  {
    case: 'a load balancer of neither kind',
    config: shop(
      web({ targetGroup: { ...TARGET_GROUP, loadBalancerArn: TARGET_GROUP.loadBalancerArn.replace('app/', 'gwy/') } }),
    ),
    says: [
      'services[0].targetGroup.loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/gwy/shop/50dc6c495c0c9188" is not the ARN of an application or network load balancer (allowed: arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/<app or net>/<name>/<id>)',
    ],
  },
  {
    case: 'a target group without its load balancer',
    config: shop(web({ targetGroup: { targetGroupArn: TARGET_GROUP.targetGroupArn } as never })),
    says: [
      'services[0].targetGroup.loadBalancerArn: is missing; write the ARN of its application or network load balancer',
    ],
  },
  {
    case: 'a bad e-mail address',
    config: { ...shop(web()), notifications: { emails: ['on call@example.com'] } },
    says: ['notifications.emails[0]: "on call@example.com" is not an e-mail address (allowed: name@example.com)'],
  },
  {
    case: 'an alarm that means two failures',
    config: shop(
      web({
        alarms: [
          { alarmName: 'db', failureType: 'high-cpu' },
          { alarmName: 'db', failureType: 'memory-leak' },
        ],
      }),
    ),
    says: [
      'services[0].alarms[1].alarmName: alarm "db" already means high-cpu of "web"; an alarm can mean one failure of one service, remove one of the two',
    ],
  },
  {
    case: 'an alarm the healer makes itself',
    config: shop(web({ alarms: [{ alarmName: 'healer-web-high-cpu-cpu', failureType: 'high-cpu' }] })),
    says: [
      'services[0].alarms[0].alarmName: alarm "healer-web-high-cpu-cpu" already means high-cpu of "web"; an alarm can mean one failure of one service, remove one of the two',
    ],
  },
  {
    case: 'the alarm that is red while others of the service are',
    config: shop(web({ alarms: [{ alarmName: 'Failing-healer-web', failureType: 'high-cpu' }] })),
    says: [
      `services[0].alarms[0].alarmName: alarm "Failing-healer-web" is the healer's own, red while others of the service are; leave it out, the healer answers to those others`,
    ],
  },
  {
    case: 'an alarm of an unknown failure',
    config: shop(web({ alarms: [{ alarmName: 'db', failureType: 'db-down' }] })),
    says: [
      'services[0].alarms[0].failureType: unknown runbook "db-down" (allowed: bad-deployment, connection-exhaustion, crash-loop, dependency-failure, high-cpu, high-error-rate, high-latency, memory-leak, placement-failure, unhealthy-targets); write runbooks/db-down.yaml',
    ],
  },
  {
    case: 'an alarm of a failure not healed here',
    config: shop(
      web({ toggles: [], runbooks: ['high-cpu'], alarms: [{ alarmName: 'db', failureType: 'memory-leak' }] }),
    ),
    says: [
      'services[0].alarms[0].failureType: runbook "memory-leak" is not among those of "web"; add \'memory-leak\' to its runbooks',
    ],
  },
  {
    case: 'an unknown key',
    config: { ...shop(web()), notification: {} } as never,
    says: [
      'notification: unknown key "notification" (allowed: name, initialMode, notifications, serviceAlarms, resolutionSeconds, dashboard, intakeConcurrency, limits, groupLimits, services); did you mean notifications?',
    ],
  },
  {
    case: 'a misspelt key of a service',
    config: shop({ ...web(), periodSecond: 60 } as never),
    says: [
      `services[0].periodSecond: unknown key "periodSecond" (allowed: ${SERVICE_KEYS}); did you mean periodSeconds?`,
    ],
  },
  {
    case: 'a service that may have no tasks',
    config: shop(web({ maxTasks: 0 })),
    says: ['services[0].maxTasks: 0 is too small, the least is 1'],
  },
  {
    case: 'no services',
    config: shop(),
    says: ['services: needs at least 1 entry'],
  },
  {
    case: 'an unknown mode to begin with',
    config: { ...shop(web()), initialMode: 'watch' as never },
    says: ['initialMode: unknown initialMode "watch" (allowed: auto, observe, off)'],
  },
  {
    case: 'a healer with a bad name',
    config: { ...shop(web()), name: 'my healer' },
    says: ['name: "my healer" is not a name (allowed: a-z, 0-9 and - inside, at most 40 characters)'],
  },
];

describe('names, resources and alarms', () => {
  test('periods may be as short as metrics are published', () => {
    expect(said({ ...shop(web({ periodSeconds: 10 })), resolutionSeconds: 10 })).toEqual([]);
  });

  test.each(MISTAKES)('$case is said with its place and what to do', ({ config, says }) => {
    expect(said(config)).toEqual(says);
  });
});
