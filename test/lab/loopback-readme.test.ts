/** What the README of the loopback AWS says that it plays is what it plays: nothing more, nothing less. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AwsService } from 'loopback-aws/aws-service.ts';
import { resourceKinds } from 'loopback-aws/cloudformation/resource-kinds.ts';
import { startCloud } from 'loopback-aws/cloud.ts';
import { cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { elasticContainerService } from 'loopback-aws/ecs/ecs.ts';
import { elasticLoadBalancing } from 'loopback-aws/elb/elb.ts';
import { targetRegistry } from 'loopback-aws/elb/targets.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';

const PACKAGE = join(import.meta.dirname, '../../packages/loopback-aws');
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8');

async function everyService(): Promise<readonly AwsService[]> {
  const clock = virtualClock(0);
  const cloud = await startCloud({ clock });
  try {
    const { dynamodb, ssm, sns, sqs, bus, states, iam, stacks } = cloud.services;
    const { emit } = cloud;
    const targets = targetRegistry(clock);
    const runtime = { start: () => undefined, stop: () => undefined, kill: () => undefined };
    const ecs = elasticContainerService({ clock, emit, runtime: runtime as never, targets, cluster: 'shop' });
    const watch = cloudWatch(clock, emit);
    const apart = [ecs.service, elasticLoadBalancing(targets), watch.service, ssm];
    return [...apart, ...[dynamodb, sns, sqs, bus, states, iam, stacks].map(({ service }) => service)];
  } finally {
    await cloud.close();
  }
}

describe('the README of the loopback AWS', () => {
  it('has an example that runs', () => {
    const [command = ''] = /^npm run .*$/m.exec(README) ?? [];
    const { stdout } = spawnSync(`${command} --silent`, { shell: true, cwd: join(PACKAGE, '../..'), encoding: 'utf8' });
    expect(stdout.split('\n')).toEqual([
      'auto 2026-01-01T00:00:00.000Z',
      expect.stringContaining('loopback-aws does not support ecs:DescribeServices'),
      'example called PutParameter',
      'example called GetParameter',
      'example called DescribeServices',
      '',
    ]);
  });

  it('names every operation that it answers', async () => {
    const rows = (await everyService())
      .map(({ name, operations }) => `| ${name} | ${Object.keys(operations).toSorted().join(', ')} |`)
      .toSorted();
    const said = README.split('\n').filter((line) => /^\| [a-z]+ +\| [A-Z]/.test(line));
    expect(said.map((line) => line.replaceAll(/ +\|/g, ' |')).toSorted()).toEqual(rows);
  });

  it('names every type of resource that a template may have', () => {
    const types = Object.keys(resourceKinds({} as never)).toSorted();
    expect([...README.matchAll(/`(AWS::[A-Za-z0-9:]+)`/g)].map(([, type]) => type).toSorted()).toEqual(types);
  });
});
