/** The in-memory ports keep the same contracts as the AWS adapters. */
import { describe, expect, it } from 'vitest';
import { metricElements } from '../../core/catalog/metrics.ts';
import { WriteFailed } from '../../core/ports/errors.ts';
import { manualClock, memoryPorts } from '../support/memory-ports/memory-ports.ts';
import { memoryKey } from '../support/memory-ports/memory-memory.ts';
import { accountContract } from './account.contract.ts';
import { ledgerContract } from './ledger.contract.ts';
import { limitsContract } from './limits.contract.ts';
import { memoryContract } from './memory.contract.ts';
import { metricsContract, SAMPLE_SERVICE } from './metrics.contract.ts';
import { parametersContract } from './parameters.contract.ts';
import { raceContract } from './race.contract.ts';
import { MINUTE, START } from './samples.ts';
import { servicesContract } from './services.contract.ts';

const make = () => memoryPorts(manualClock(START));

describe('Limits in memory', () => {
  limitsContract(async () => make().ports);
});

describe('Account in memory', () => {
  accountContract(async () => make().ports);
});

describe('Reservations in memory that race', () => {
  raceContract(async () => make().ports.limits, { rivals: 200, rounds: 50, wideRounds: 50 });
});

describe('Ledger in memory', () => {
  ledgerContract(async () => make().ports.ledger);
});

describe('Memory in memory', () => {
  memoryContract(async () => {
    const { ports, store } = make();
    return {
      ...ports,
      damage: async (failureType, scope, about) =>
        store.memory.put(memoryKey(failureType, scope, about), { attempts: 'many', attemptWeight: -1 }),
    };
  });
});

describe('Parameters in memory', () => {
  parametersContract(async () => {
    const { ports, parameters } = make();
    return {
      ...ports,
      set: async (name, value) => parameters.set(name, value),
      breakDown: async () => parameters.outage('the network is down'),
    };
  });
});

describe('Services in memory', () => {
  servicesContract(async () => {
    const clock = manualClock(START);
    const { ports, ecs, tick } = memoryPorts(clock);
    const definitions = { older: 'checkout:1', present: 'checkout:2', next: 'checkout:3' };
    const tags = { 'healer:schema': 'compatible' };
    const roles = ['checkout-task', 'task-execution'].map((name) => `arn:aws:iam::123456789012:role/${name}`);
    for (const [index, arn] of Object.values(definitions).entries()) {
      const images = [`checkout@sha256:${index + 1}`];
      ecs.addTaskDefinition({ arn, status: 'ACTIVE', images, tags, references: [], roles });
    }
    ecs.addService(SAMPLE_SERVICE, { desired: 3, taskDefinitionArn: definitions.present });
    const pass = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 1000) {
        clock.advance(1000);
        tick();
      }
    };
    return { services: ports.services, entry: SAMPLE_SERVICE, definitions, pass, close: async () => undefined };
  });
});

describe('Metrics in memory', () => {
  metricsContract(async () => {
    const clock = manualClock(START);
    const { ports, metrics } = memoryPorts(clock);
    return {
      metrics: ports.metrics,
      async cpu(values) {
        metrics.setMetric(SAMPLE_SERVICE, 'cpuPercent', (at) => values[(at - START) / MINUTE]);
        clock.advance((values.length - 1) * MINUTE + 30_000);
      },
      async redAlarm(name) {
        const elements = metricElements('cpuPercent', SAMPLE_SERVICE) ?? [];
        const measure = {
          elements,
          periodSeconds: 60,
          comparison: 'above',
          threshold: 80,
          lingersSeconds: 60,
        } as const;
        const missingData = 'missing';
        metrics.setAlarm({ name, state: 'ALARM', stateChangedAt: START + MINUTE, measure, missingData });
      },
      mute: async (name) => metrics.mute(name),
    };
  });
});

describe('Calls of the memory ports', () => {
  it.each(['before', 'after'] as const)('fail once, %s they take effect, and are logged', async (moment) => {
    const { ports, parameters, calls, fail } = memoryPorts(manualClock(START));
    parameters.set('/shop/toggle', 'on');
    fail('toggles', 'write', moment, new WriteFailed('lost'));
    await expect(ports.toggles.write('/shop/toggle', 'off')).rejects.toThrow('lost');
    expect(parameters.get('/shop/toggle')).toBe(moment === 'before' ? 'on' : 'off');
    await ports.toggles.write('/shop/toggle', 'off');
    expect(parameters.get('/shop/toggle')).toBe('off');
    expect(calls.map(({ port, method }) => `${port}.${method}`)).toEqual(['toggles.write', 'toggles.write']);
  });
});
