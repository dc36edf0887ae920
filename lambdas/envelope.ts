/**
 * Wraps every handler: gives the stage its catalog and ports, and logs its calls. It catches nothing: the state machine
 * retries by the name of the error.
 */
import type { Catalog } from '../core/catalog/catalog.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { loadCatalog } from './catalog-file.ts';
import type { CallContext } from './telemetry/call-record.ts';
import { telemetry } from './telemetry/telemetry.ts';

/** A stage: ports and catalog in, then one call per state. */
export type Stage<World, Input, Output> = (
  world: World & { readonly catalog: Catalog },
) => (input: Input) => Promise<Output>;

/** What the record of calls needs: the time, and the ledger that reads and writes every incident. */
interface Watched {
  readonly clock: Clock;
  readonly ledger: Ledger;
}

/**
 * Makes a Lambda handler of a stage. `wire` runs once per cold start.
 * @throws any error of the stage, unchanged.
 */
export function envelope<World extends Watched, Input, Output>(
  stage: Stage<World, Input, Output>,
  wire: () => World,
): (input: Input, context?: CallContext) => Promise<Output> {
  const catalog = loadCatalog();
  const world = wire();
  const { watched, begin } = telemetry({
    healer: catalog.healer,
    now: () => world.clock.now(),
    print: (line) => void process.stdout.write(`${line}\n`),
    environment: process.env,
  });
  const run = stage({ ...world, ledger: watched(world.ledger), catalog });
  return async (input, context) => {
    const end = begin(input, context);
    try {
      const output = await run(input);
      end({ kind: 'returned', output });
      return output;
    } catch (error) {
      end({ kind: 'threw', error });
      throw error;
    }
  };
}
