/** A small valid configuration and the shipped runbooks, to break in one place at a time. */
import { readdirSync, readFileSync } from 'node:fs';
import type { HealerConfig } from '../../../core/config/config.ts';
import { parseRunbooks, type RunbookFile } from '../../../core/runbook/parse.ts';
import { renderProblems } from '../../../core/runbook/problem.ts';
import type { Runbook } from '../../../core/catalog/runbook.ts';

const RUNBOOKS = new URL('../../../runbooks/', import.meta.url);

export const TARGET_GROUP = {
  targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff',
  loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188',
};

export const TOGGLE = {
  name: 'recommendations',
  parameter: '/shop/web/recommendations',
  on: 'on',
  off: 'off',
  helps: ['high-error-rate'],
  losesFeature: 'recommendations',
};

/** The texts of the shipped runbooks. */
export function runbookFiles(): readonly RunbookFile[] {
  return readdirSync(RUNBOOKS)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: `runbooks/${name}`, text: readFileSync(new URL(name, RUNBOOKS), 'utf8') }));
}

/** The shipped runbooks. */
export function shippedRunbooks(): readonly Runbook[] {
  const parsed = parseRunbooks(runbookFiles());
  if (parsed.kind === 'invalid') throw new Error(renderProblems(parsed.problems));
  return parsed.runbooks;
}

type Service = HealerConfig['services'][number];

/** One web service with a toggle, changed. */
export function web(changes: Partial<Service> = {}): Service {
  return { name: 'web', cluster: 'prod', targetGroup: TARGET_GROUP, toggles: [TOGGLE], ...changes };
}

/** A configuration of these services. */
export function shop(...services: readonly Service[]): HealerConfig {
  return { services: [...services] };
}

/** The web service with its toggle changed. */
export function toggled(changes: Partial<typeof TOGGLE>): Service {
  return web({ toggles: [{ ...TOGGLE, ...changes }] });
}

/** One service without a load balancer, changed. */
export function worker(changes: Partial<Service> = {}): Service {
  return { name: 'worker', cluster: 'prod', ...changes };
}
