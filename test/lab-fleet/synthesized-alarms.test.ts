/**
 * The alarms as the construct makes them, deployed into the lab and fed with what a service would publish: what turns
 * which of them red, and what must not.
 */
import { Template } from 'aws-cdk-lib/assertions';
import { afterEach, expect, test } from 'vitest';
import { metricElements, type MetricElement } from '../../core/catalog/metrics.ts';
import type { MetricName } from '../../core/vocabulary.ts';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import { cloudWatch, type CloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { createAlarms } from '../../lib/alarms.ts';
import { assembly } from '../lab/support/assembly.ts';
import { aCatalog, aService } from '../support/catalog.ts';
import { dig } from './support/dig.ts';
import { newStack } from '../lib/support/user-app.ts';

const MINUTE = 60_000;
const COMPOSITE = 'Failing-healer-user';
const service = aService();

let cloud: Cloud | undefined;
let watch: CloudWatch | undefined;
afterEach(async () => {
  watch?.stop();
  await cloud?.close();
});

/** What a service publishes each minute, by the id of the metric's element; what is left out is not published. */
type Published = Readonly<Record<string, number>>;
interface Phase {
  readonly minutes: number;
  readonly tasks?: Published;
  readonly hosts?: Published;
}

const STEADY = { desired: 3, running: 3, deployments: 1 };

/** Names of the alarms that turned red, in order, while the phases went by after ten steady minutes. */
async function redAfter(...phases: readonly Phase[]): Promise<readonly string[]> {
  const clock = virtualClock(Date.UTC(2026, 0, 5));
  const red: string[] = [];
  const made = cloudWatch(clock, ({ detail }) => {
    if (dig(detail, 'state.value') === 'ALARM') red.push(String(detail['alarmName']));
  });
  watch = made;
  cloud = await startCloud({ clock });
  cloud.useAlarms(made);
  const stack = newStack(undefined, 'Stack');
  createAlarms(stack, aCatalog([service]), true);
  const { directory, stackName } = assembly({ Resources: Template.fromStack(stack).toJSON()['Resources'] as object });
  await cloud.deploy(directory, stackName);
  for (const { minutes, tasks, hosts } of [{ minutes: 12, tasks: STEADY, hosts: { value: 0 } }, ...phases]) {
    for (let minute = 0; minute < minutes; minute += 1) {
      publish(made, 'missingTasks', tasks ?? {}, clock.now());
      publish(made, 'unhealthyHosts', hosts ?? {}, clock.now());
      await clock.advance(MINUTE);
    }
  }
  return red;
}

function publish({ metrics }: CloudWatch, metric: MetricName, values: Published, at: number): void {
  for (const element of metricElements(metric, service) ?? []) {
    const value = values[element.id];
    if (value !== undefined && isMeasured(element)) metrics.put(element, [value], at);
  }
}

function isMeasured(element: MetricElement): element is Extract<MetricElement, { namespace: string }> {
  return 'namespace' in element;
}

const SHORT = { desired: 3, running: 2, deployments: 1 };

test.each([
  {
    case: 'a task is back within three minutes',
    phases: [
      { minutes: 3, tasks: SHORT },
      { minutes: 30, tasks: STEADY },
    ],
  },
  {
    case: 'the service scales out',
    phases: [
      { minutes: 5, tasks: { ...STEADY, desired: 9 } },
      { minutes: 30, tasks: { desired: 9, running: 9, deployments: 1 } },
    ],
  },
  { case: 'the service scales in', phases: [{ minutes: 30, tasks: { ...STEADY, desired: 2 } }] },
  {
    case: 'a deployment keeps fewer tasks for half an hour',
    phases: [{ minutes: 30, tasks: { ...SHORT, deployments: 2 } }],
  },
])('no task counts as missing for long when $case', async ({ phases }) => {
  expect(await redAfter(...phases.map((phase) => ({ ...phase, hosts: { value: 0 } })))).toEqual([]);
});

test.each([
  { case: 'one stays away', phases: [{ minutes: 12, tasks: SHORT, hosts: { value: 0 } }] },
  { case: 'none is left and nothing is counted any more', phases: [{ minutes: 16, hosts: { value: 0 } }] },
])('tasks are missing when $case, and so is the service as a whole', async ({ phases }) => {
  expect(await redAfter(...phases)).toEqual(['healer-user-crash-loop-missing', COMPOSITE]);
});

test.each([
  { case: 'ECS replaces it within five minutes', minutes: [5], red: [] },
  { case: 'it stays', minutes: [12], red: ['healer-user-unhealthy-targets-hosts', COMPOSITE] },
  {
    case: 'its replacement falls ill as well',
    minutes: [5, -1, 5],
    red: ['healer-user-unhealthy-targets-hosts', COMPOSITE],
  },
])('an unhealthy target is a failure or not when $case', async ({ minutes, red }) => {
  const phases = [...minutes, -10].map((signed) => ({
    minutes: Math.abs(signed),
    tasks: STEADY,
    hosts: { value: signed > 0 ? 1 : 0 },
  }));
  expect(await redAfter(...phases)).toEqual(red);
});
