/** A healer's stack as the lab's cloud deploys it, with every name and ARN resolved; nothing of it runs. */
import { startCloud } from 'loopback-aws/cloud.ts';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { ACCOUNT, REGION } from 'loopback-aws/aws-service.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { HealerStack } from '../../../lib/healer-stack.ts';
import type { HealerProps } from '../../../lib/healer-props.ts';
import { app, HANDLERS } from '../../lib/support/shop.ts';

/** Deploys an assembly that is there already. */
export async function deployed(directory: string): Promise<Stack> {
  const cloud = await startCloud({ clock: virtualClock(Date.UTC(2026, 0)) });
  try {
    const put = (kind: string) => (properties: Readonly<Record<string, unknown>>) =>
      `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:${kind}:${String(properties['AlarmName'])}`;
    cloud.useAlarms({ putMetricAlarm: put('alarm'), putCompositeAlarm: put('alarm') });
    return await cloud.deploy(directory, 'Healer');
  } finally {
    await cloud.close();
  }
}

/** Synthesizes and deploys a healer with this configuration. */
export async function deployedHealer(healer: HealerProps): Promise<Stack> {
  const synthesized = app();
  new HealerStack(synthesized, 'Healer', { healer: { handlersDirectory: HANDLERS, ...healer } });
  return await deployed(synthesized.synth().directory);
}
