/**
 * Mistakes in the configuration: services and their runbooks. Each is caught, with the exact words a person reads.
 */
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { shop, web, worker } from './shop-config.ts';

const MISTAKES = [
  {
    case: 'an unknown runbook',
    config: shop(web({ runbooks: ['high-cpus'] })),
    says: [
      'services[0].runbooks[0]: unknown runbook "high-cpus" (allowed: bad-deployment, connection-exhaustion, crash-loop, dependency-failure, high-cpu, high-error-rate, high-latency, memory-leak, placement-failure, unhealthy-targets); did you mean high-cpu?',
    ],
  },
  {
    case: 'a runbook that does not exist',
    config: shop(web({ runbooks: ['lunar-eclipse'] })),
    says: [
      'services[0].runbooks[0]: unknown runbook "lunar-eclipse" (allowed: bad-deployment, connection-exhaustion, crash-loop, dependency-failure, high-cpu, high-error-rate, high-latency, memory-leak, placement-failure, unhealthy-targets); write runbooks/lunar-eclipse.yaml',
    ],
  },
  {
    case: 'a runbook listed twice',
    config: shop(web({ runbooks: ['high-cpu', 'high-cpu'] })),
    says: ['services[0].runbooks[1]: runbook "high-cpu" is listed twice; keep one'],
  },
  {
    case: 'no runbook at all',
    config: shop(web({ runbooks: [] })),
    says: ['services[0].runbooks: needs at least 1 entry'],
  },
  {
    case: 'an unknown watch',
    config: shop(web({ runbooks: [{ failureType: 'high-cpu', thresholds: { cpus: 80 } }] })),
    says: [
      'services[0].runbooks[0].thresholds.cpus: runbook "high-cpu" has no watch "cpus" (allowed: cpu); did you mean cpu?',
    ],
  },
  {
    case: 'a threshold that cannot occur',
    config: shop(web({ runbooks: [{ failureType: 'high-cpu', thresholds: { cpu: 1800 } }] })),
    says: ['services[0].runbooks[0].thresholds.cpu: cpuPercent cannot be 1800; write a value from 0 to 1000'],
  },
  {
    case: 'a threshold in a wrong unit',
    config: shop(web({ runbooks: [{ failureType: 'high-cpu', thresholds: { cpu: '80 ms' } }] })),
    says: ['services[0].runbooks[0].thresholds.cpu: wrong unit "ms", cpuPercent is in %; write a value in %'],
  },
  {
    case: 'more bad periods than periods',
    config: shop(web({ runbooks: [{ failureType: 'high-cpu', breaching: { cpu: '3 of 2' } }] })),
    says: [
      'services[0].runbooks[0].breaching.cpu: 3 bad periods of 2 can never be; write bad periods of all periods, such as "2 of 3"',
    ],
  },
  {
    case: 'an unknown key of a runbook',
    config: shop(web({ runbooks: [{ failureType: 'high-cpu', threshold: { cpu: 80 } }] } as never)),
    says: [
      'services[0].runbooks[0].threshold: unknown key "threshold" (allowed: failureType, thresholds, breaching, missingData, anomaly, off); did you mean thresholds?',
    ],
  },
  {
    case: 'a latency in seconds',
    config: shop(web({ runbooks: [{ failureType: 'high-latency', thresholds: { p99: '2 s' } }] })),
    says: [
      'services[0].runbooks[0].thresholds.p99: wrong unit "s", p99LatencyMilliseconds is in ms; write it as "2000 ms"',
    ],
  },
  {
    case: 'a runbook that needs a load balancer',
    config: shop(worker({ runbooks: ['high-error-rate'] })),
    says: [
      'services[0].runbooks[0]: service "worker" cannot have runbook "high-error-rate": none of its metrics exists without an application load balancer; give the service its targetGroup or an alarm of your own for this failure, or leave the runbook out',
    ],
  },
  {
    case: 'a runbook nothing could verify',
    config: shop(worker({ runbooks: ['connection-exhaustion'] })),
    says: [
      'services[0].runbooks[0]: service "worker" cannot have runbook "connection-exhaustion": nothing could show that it recovered; give the service its targetGroup or an alarm of your own for this failure, or leave the runbook out',
    ],
  },
  {
    case: 'two services with one name',
    config: shop(web(), web({ service: 'other', toggles: [] })),
    says: ['services[1].name: two services are named "web"; give each its own name'],
  },
  {
    case: 'two services that are one ECS service',
    config: shop(web(), worker({ service: 'web' })),
    says: [
      'services[1].service: "web" and "worker" are the same ECS service prod/web; keep one: two healers of one service undo each other',
    ],
  },
  {
    case: 'a dependency on itself',
    config: shop(web({ dependencies: ['web'] })),
    says: ['services[0].dependencies[0]: service "web" depends on itself; leave it out'],
  },
  {
    case: 'a dependency that is not listed',
    config: shop(web({ dependencies: ['worke'] }), worker()),
    says: ['services[0].dependencies[0]: service "worke" is not listed (allowed: worker); did you mean worker?'],
  },
  {
    case: 'dependencies in a circle',
    config: shop(web({ dependencies: ['worker'] }), worker({ dependencies: ['web'] })),
    says: [
      'services[0].dependencies: services depend on each other in a circle: web -> worker -> web; leave out the dependency whose failure hurts least',
    ],
  },
];

describe('services and their runbooks', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ config, says }) => {
    expect(said(config)).toEqual(says);
  });
});
