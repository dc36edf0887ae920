/**
 * What a good configuration becomes: the catalog every Lambda reads.
 */
import { describe, expect, test } from 'vitest';
import { runbookFor } from '../../../core/catalog/catalog.ts';
import type { Runbook } from '../../../core/catalog/runbook.ts';
import { compileCatalog } from '../../../core/config/compile.ts';
import type { HealerConfig } from '../../../core/config/config.ts';
import config from '../../../healer.config.ts';
import { renderProblem } from '../../../core/runbook/problem.ts';
import { said } from './said.ts';
import { shippedRunbooks, shop, TOGGLE, web, worker } from './shop-config.ts';

function catalogOf(user: HealerConfig) {
  const compiled = compileCatalog(user, shippedRunbooks(), 'healer.config.ts');
  if (compiled.kind === 'invalid') throw new Error(JSON.stringify(compiled.problems));
  return compiled.catalog;
}

describe('the catalog', () => {
  test('is made of the configuration that comes with the healer', () => {
    expect(said(config)).toEqual([]);
  });

  test('comes with a healer that begins by watching, in the example and where nothing is said', () => {
    const modeOf = (user: HealerConfig) => {
      const compiled = compileCatalog(user, shippedRunbooks(), 'healer.config.ts');
      return compiled.kind === 'ok' ? compiled.settings.initialMode : compiled.problems;
    };
    expect(modeOf(config)).toBe('observe');
    expect(modeOf(shop(worker()))).toBe('observe');
    expect(modeOf({ ...shop(worker()), initialMode: 'auto' })).toBe('auto');
  });

  test('lets each service begin as the healer does, or as it says itself', () => {
    const modes = (user: HealerConfig) => Object.values(catalogOf(user).services).map(({ initialMode }) => initialMode);
    expect(modes(shop(worker()))).toEqual(['observe']);
    expect(modes({ ...shop(worker(), web({ initialMode: 'observe' })), initialMode: 'auto' })).toEqual([
      undefined,
      'observe',
    ]);
    expect(modes(shop(worker({ initialMode: 'auto' })))).toEqual([undefined]);
  });

  test('refuses a service that nothing would start a heal of', () => {
    const withBalancer = shippedRunbooks().filter(({ failureType }) => failureType === 'high-error-rate');
    const compiled = compileCatalog(shop(worker()), withBalancer, 'healer.config.ts');
    expect(compiled.kind === 'invalid' && compiled.problems.map(renderProblem)).toEqual([
      'healer.config.ts services[0].runbooks: service "worker" would never be healed: none of its runbooks has ' +
        "an alarm or an event here; write runbooks: ['all'], or bring an alarm of your own",
    ]);
  });

  test('says mistakes of single values and between services in one list, and none that another one causes', () => {
    const broken = shop(
      web({ name: 'Web!', tier: 'vital' as never }),
      worker({ dependencies: ['Web!', 'nowhere'], runbooks: ['high-cpus'], periodSeconds: 45 }),
      worker({ name: 'other', cluster: 'prod', service: 'other', group: 'a', dependencies: ['other'] }),
    );
    expect(said(broken).map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'services[0].name',
      'services[0].tier',
      'services[1].periodSeconds',
      'services[1].dependencies[1]',
      'services[2].dependencies[0]',
      'services[1].runbooks[0]',
    ]);
  });

  test('lets an alarm of the user start and verify a runbook that the service has no metric for', () => {
    const alarms = [{ alarmName: 'database-connections', failureType: 'connection-exhaustion' }];
    const { services } = catalogOf(shop(worker({ alarms })));
    expect(Object.keys(services['worker']?.runbooks ?? {})).toContain('connection-exhaustion');
    expect(said(shop(worker({ alarms, runbooks: ['connection-exhaustion'] })))).toEqual([]);
  });

  test('takes limits above all that is reserved, where soft limits make it possible', () => {
    const runbooks = [{ failureType: 'memory-leak', thresholds: { memory: '120 %' } }];
    expect(catalogOf(shop(worker({ runbooks }))).services['worker']?.runbooks['memory-leak']?.thresholds).toEqual({
      memory: 120,
    });
  });

  test('fills in what was left out', () => {
    expect(catalogOf(shop(worker({ runbooks: ['high-cpu'] }))).services['worker']).toEqual({
      name: 'worker',
      cluster: 'prod',
      ecsService: 'worker',
      tier: 'standard',
      group: 'worker',
      initialMode: 'observe',
      dependencies: [],
      toggles: [],
      periodSeconds: 60,
      taskMetrics: false,
      runbooks: { 'high-cpu': { thresholds: {} } },
    });
  });

  test('has the dimensions of the load balancer, which are ends of ARNs', () => {
    expect(catalogOf(shop(web())).services['web']?.targetGroup).toMatchObject({
      targetGroupDimension: 'targetgroup/web/943f017f100becff',
      loadBalancerDimension: 'app/shop/50dc6c495c0c9188',
    });
  });

  test('gives a service with a load balancer every runbook, and one without only those it can verify', () => {
    const { services } = catalogOf(shop(web(), worker()));
    expect(Object.keys(services['web']?.runbooks ?? {})).toHaveLength(10);
    expect(Object.keys(services['worker']?.runbooks ?? {})).toEqual([
      'bad-deployment',
      'crash-loop',
      'high-cpu',
      'memory-leak',
      'placement-failure',
      'unhealthy-targets',
    ]);
  });
});

describe('the catalog of a service', () => {
  test('knows the alarms it makes and those the user brings', () => {
    const brought = { alarmName: 'db connections', failureType: 'connection-exhaustion' };
    const { alarms } = catalogOf(
      shop(web({ runbooks: ['high-cpu', 'connection-exhaustion'], toggles: [], alarms: [brought] })),
    );
    expect(alarms).toEqual({
      'healer-web-high-cpu-cpu': { service: 'web', failureType: 'high-cpu' },
      'db connections': { service: 'web', failureType: 'connection-exhaustion' },
    });
  });

  test('knows how many tasks it may have, and which of its toggles shed load; nothing where it is not set', () => {
    const said = catalogOf(shop(web({ maxTasks: 12, toggles: [{ ...TOGGLE, shedsLoad: true }] }))).services['web'];
    expect(said).toMatchObject({ maxTasks: 12, toggles: [{ shedsLoad: true }] });
    const unsaid = catalogOf(shop(web())).services['web'];
    expect(unsaid).not.toHaveProperty('maxTasks');
    expect(unsaid?.toggles[0]).not.toHaveProperty('shedsLoad');
  });

  test('changes the limit of one runbook and keeps all the others', () => {
    const tuned = { failureType: 'high-cpu', thresholds: { cpu: '70 %' }, breaching: { cpu: '1 of 1' } };
    const catalog = catalogOf(shop(web({ runbooks: ['all', tuned] })));
    const service = catalog.services['web'];
    expect(service && runbookFor(catalog, service, 'high-cpu')?.watch[0]).toMatchObject({
      threshold: 70,
      breaching: 1,
      outOf: 1,
    });
    expect(service && runbookFor(catalog, service, 'memory-leak')?.watch[0]).toMatchObject({ threshold: 85 });
  });

  test('leaves out of a runbook what the service has no metric for', () => {
    const catalog = catalogOf(shop(worker()));
    const service = catalog.services['worker'];
    expect(service && runbookFor(catalog, service, 'memory-leak')?.verification).toMatchObject({
      guards: [],
      trafficMin: 0,
    });
  });

  test('has the same version for the same content in another order, and another one for other content', () => {
    const version = catalogOf(shop(web(), worker())).version;
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(catalogOf(shop(worker(), web())).version).toBe(version);
    expect(catalogOf(shop(web(), worker({ tier: 'batch' }))).version).not.toBe(version);
  });

  test('allows one parameter for two services of one group, because they take turns', () => {
    expect(said(shop(web({ group: 'shop' }), worker({ group: 'shop', toggles: [TOGGLE] })))).toEqual([]);
  });
});

function shipped(failureType: string): Runbook {
  const runbook = shippedRunbooks().find((candidate) => candidate.failureType === failureType);
  if (runbook === undefined) throw new Error(`no runbook ${failureType}`);
  return runbook;
}

describe('mistakes between runbooks', () => {
  const cpu = shipped('high-cpu');

  test('two runbooks started by the same event of one service are refused', () => {
    const twin = {
      ...shipped('crash-loop'),
      failureType: 'crash-loop-two',
      signals: [{ kind: 'deploymentFailed' as const }],
    };
    const runbooks = [...shippedRunbooks(), twin];
    expect(said(shop(web()), runbooks)).toEqual([
      'services[0].runbooks: deploymentFailed would start both "bad-deployment" and "crash-loop-two" of service "web"; list only one of the two, or change the signals of one',
    ]);
  });

  test('two alarms with one name are refused, whatever they are made of', () => {
    const services = shop(
      web({ name: 'a-high', toggles: [], runbooks: ['cpu'] }),
      worker({ name: 'a', runbooks: ['high-cpu'] }),
    );
    expect(said(services, [cpu, { ...cpu, failureType: 'cpu' }])).toEqual([
      'services[1].name: alarm "healer-a-high-cpu-cpu" would be that of "a-high" and of "a"; rename one of the services',
    ]);
  });

  test('more alarms than a composite alarm can watch are refused, unless there is none', () => {
    const watches = Array.from({ length: 101 }, (_, index) =>
      cpu.watch.map((watch) => ({ ...watch, id: `cpu-${index}` })),
    );
    const many = [{ ...cpu, watch: watches.flat() }];
    const services = shop(worker({ runbooks: ['high-cpu'] }));
    expect(said(services, many)).toEqual([
      'services[0].runbooks: service "worker" has 101 alarms, and a composite alarm watches 100; switch some off in its runbooks, or write serviceAlarms: false',
    ]);
    expect(said({ ...services, serviceAlarms: false }, many)).toEqual([]);
    expect(said(services, [{ ...cpu, watch: watches.flat().slice(1) }])).toEqual([]);
  });

  test('a failure type that is a word of JavaScript is only an unknown one', () => {
    expect(said(shop(web({ toggles: [], runbooks: ['constructor'] })))[0]).toContain('unknown runbook "constructor"');
  });

  test('several mistakes are told together', () => {
    expect(
      said(shop(web({ dependencies: ['web'], runbooks: ['high-cpus'] }), worker({ service: 'web' }))),
    ).toHaveLength(3);
  });
});
