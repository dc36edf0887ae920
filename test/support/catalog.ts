/**
 * A catalog for tests: the shipped runbooks and a shop of services with valid defaults, any of which a test changes.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { alarmName, tailored, type Catalog } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry, Toggle } from '../../core/catalog/service.ts';
import type { Example } from '../../core/runbook/example.ts';
import { parseRunbook } from '../../core/runbook/parse.ts';

const RUNBOOKS = resolve(import.meta.dirname, '../../runbooks');

export interface ShippedRunbook {
  readonly file: string;
  readonly runbook: Runbook;
  readonly examples: readonly Example[];
}

let parsedOnce: readonly ShippedRunbook[] | undefined;

/** Every runbook of the repository, parsed once. @throws Error with the problems when one does not parse. */
export function shippedRunbooks(): readonly ShippedRunbook[] {
  parsedOnce ??= parseShipped();
  return parsedOnce;
}

function parseShipped(): readonly ShippedRunbook[] {
  return readdirSync(RUNBOOKS)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => {
      const parsed = parseRunbook(`runbooks/${name}`, readFileSync(join(RUNBOOKS, name), 'utf8'));
      if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems, null, 2));
      return { file: name, runbook: parsed.runbook, examples: parsed.examples };
    });
}

export function aToggle(name: string, helps: readonly string[] = ['high-error-rate']): Toggle {
  return { name, parameter: `/shop/${name}`, on: 'on', off: 'off', helps, losesFeature: name };
}

const TARGET_GROUP = {
  arn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/user/0123456789abcdef',
  targetGroupDimension: 'targetgroup/user/0123456789abcdef',
  loadBalancerDimension: 'app/shop/0123456789abcdef',
} as const;

export function aService(changes: Partial<ServiceEntry> = {}): ServiceEntry {
  const runbooks = Object.fromEntries(
    shippedRunbooks().map(({ runbook }) => [runbook.failureType, { thresholds: {} }]),
  );
  return {
    name: 'user',
    cluster: 'shop',
    ecsService: 'user',
    tier: 'standard',
    group: 'shop',
    dependencies: [],
    toggles: [],
    targetGroup: TARGET_GROUP,
    periodSeconds: 60,
    taskMetrics: true,
    signalSources: ['shop.user'],
    runbooks,
    ...changes,
  };
}

export function aCatalog(services: readonly ServiceEntry[] = [aService()]): Catalog {
  const runbooks = Object.fromEntries(shippedRunbooks().map(({ runbook }) => [runbook.failureType, runbook]));
  const alarms = services.flatMap((service) =>
    Object.entries(service.runbooks).flatMap(([failureType, overrides]) => {
      const runbook = runbooks[failureType];
      const watches = runbook === undefined ? [] : tailored(runbook, service, overrides).watch;
      return watches.map(
        ({ id }) =>
          [alarmName('healer', service.name, failureType, id), { service: service.name, failureType }] as const,
      );
    }),
  );
  return {
    version: 'test',
    healer: 'healer',
    services: Object.fromEntries(services.map((service) => [service.name, service])),
    alarms: Object.fromEntries(alarms),
    runbooks,
  };
}
