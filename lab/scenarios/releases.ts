/** Good releases in the middle of a scenario, each deployed as a developer would and waited for. */
import type { ServiceName } from '../fleet/catalogue.ts';
import type { Lab } from '../lab.ts';

const POLL_MS = 1_000;

/** Deploys so many releases one after the other; gives up at lab time `deadline`. */
export async function deployReleases(
  { clock, fleet, events }: Lab,
  { service, count }: { readonly service: ServiceName; readonly count: number },
  deadline: number,
): Promise<void> {
  for (let number = 0; number < count && clock.now() < deadline; number += 1) {
    const taskDefinition = await fleet.release(service, 'good');
    while (clock.now() < deadline && !isDeployed(fleet, service, taskDefinition)) await clock.sleep(POLL_MS);
    const release = taskDefinition.split('/').at(-1) ?? taskDefinition;
    events.tell({ kind: 'released', at: clock.now(), service, release, targetGroup: fleet.serving(service).name });
  }
}

function isDeployed({ ecs }: Lab['fleet'], service: ServiceName, taskDefinition: string): boolean {
  const { deployments = [] } = ecs.state.services.get(service) ?? {};
  const [primary] = deployments;
  return primary?.taskDefinitionArn === taskDefinition && primary.rolloutState === 'COMPLETED';
}
