/**
 * A small shop with two services under the runbooks that come with the healer: what the tests of the construct
 * synthesize. What is written to temporary directories is left to the operating system.
 */
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { HealerConfig } from '../../../core/config/config.ts';
import { FUNCTION_NAMES } from '../../../lib/functions.ts';
import { HealerStack } from '../../../lib/healer-stack.ts';
import type { HealerProps } from '../../../lib/healer-props.ts';
import { templateOf, type TemplateJson } from './templates.ts';
import cdk from '../../../cdk.json' with { type: 'json' };

export const SHOP: HealerConfig = {
  notifications: { emails: ['ops@example.com'] },
  services: [
    {
      name: 'checkout',
      cluster: 'shop',
      tier: 'critical',
      toggles: [
        {
          name: 'recommendations',
          parameter: '/shop/flags/recommendations',
          on: 'on',
          off: 'off',
          helps: ['high-error-rate', 'dependency-failure', 'connection-exhaustion'],
          losesFeature: 'recommendations',
        },
      ],
      targetGroup: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout/0123456789abcdef',
        loadBalancerArn:
          'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/0123456789abcdef',
      },
      periodSeconds: 120,
      signals: [{ source: 'shop.checkout' }],
      runbooks: ['all', { failureType: 'memory-leak', thresholds: { memory: '70 %' } }],
      alarms: [{ alarmName: 'Database is full', failureType: 'connection-exhaustion' }],
    },
    { name: 'search', service: 'search-v2', cluster: 'back', runbooks: ['memory-leak', 'crash-loop'] },
  ],
};

/** A handler for each Lambda in a new temporary directory: one line each, for tests that change them. */
export function handlersDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'healer-handlers-')));
  for (const name of FUNCTION_NAMES) {
    writeFileSync(join(directory, `${name}.ts`), `export const handler = async () => '${name}';\n`);
  }
  return directory;
}

/** The same for all who leave them as they are, so that they are built once: a synth bundles no SDK. */
export const HANDLERS = handlersDirectory();

/** An app with the flags the command passes, and whatever else a test wants to say. */
export function app(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context: { ...cdk.context, ...context }, autoSynth: false });
}

/** The shop's stack, with other configuration where a test gives it. */
export function shopStack(config: Partial<HealerProps> = {}): HealerStack {
  return new HealerStack(app(), 'Healer', { healer: { ...SHOP, handlersDirectory: HANDLERS, ...config } });
}

const templates = new Map<string, TemplateJson>();

/** The template of that stack, synthesized once for each configuration: who reads it cannot change it. */
export function shopTemplate(config: Partial<HealerProps> = {}): TemplateJson {
  const key = JSON.stringify(config);
  const template = templates.get(key) ?? frozen(templateOf(shopStack(config)));
  templates.set(key, template);
  return template;
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
