/** Starts one real service, prints the process ids of its tasks, and waits to be killed. */
import { realClock } from 'loopback-aws/real-clock.ts';
import { metricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { startFleet } from '../../../lab/fleet/fleet.ts';

const fleet = await startFleet({
  clock: realClock(20),
  emit: () => undefined,
  metrics: metricStore(),
  only: ['payment'],
});
await fleet.ready();
process.stdout.write(`${[...fleet.runtime.processes.values()].map((found) => found.pid).join(' ')}\n`);
