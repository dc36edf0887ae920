/** Lambda of state Intake. It asks ECS only which revision a completed deployment deployed. */
import { dynamoHeartbeat } from '../adapters/dynamo-sweeps.ts';
import { ecsServices } from '../adapters/ecs-services.ts';
import { ssmOverride } from '../adapters/ssm-override.ts';
import { envelope } from '../envelope.ts';
import { intake } from '../stages/intake.ts';
import { base } from '../wiring.ts';

export const handler = envelope(intake, () => {
  const world = base();
  return { ...world, services: ecsServices(), override: ssmOverride(), heartbeat: dynamoHeartbeat(world.table) };
});
