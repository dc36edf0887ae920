/** A healer's stack as the lab's cloud deploys it, with every name and ARN resolved; nothing of it runs. */
import { startCloud } from '../../../lab/cloud/cloud.ts';
import type { Stack } from '../../../lab/cloud/cloudformation/deploy.ts';
import { LAB_ACCOUNT, LAB_REGION } from '../../../lab/cloud/aws-service.ts';
import { virtualClock } from '../../../lab/cloud/virtual-clock.ts';
import { HealerStack } from '../../../lib/healer-stack.ts';
import type { HealerProps } from '../../../lib/healer-props.ts';
import { app, handlersDirectory } from '../../lib/support/shop.ts';

/** Deploys an assembly that is there already. */
export async function deployed(directory: string): Promise<Stack> {
  const cloud = await startCloud({ clock: virtualClock(Date.UTC(2026, 0)) });
  try {
    const put = (kind: string) => (properties: Readonly<Record<string, unknown>>) =>
      `arn:aws:cloudwatch:${LAB_REGION}:${LAB_ACCOUNT}:${kind}:${String(properties['AlarmName'])}`;
    cloud.useAlarms({ putMetricAlarm: put('alarm'), putCompositeAlarm: put('alarm') });
    return await cloud.deploy(directory, 'Healer');
  } finally {
    await cloud.close();
  }
}

/** Synthesizes and deploys a healer with this configuration. */
export async function deployedHealer(healer: HealerProps): Promise<Stack> {
  const synthesized = app();
  new HealerStack(synthesized, 'Healer', { healer: { handlersDirectory: handlersDirectory(), ...healer } });
  return await deployed(synthesized.synth().directory);
}
