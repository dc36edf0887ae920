/**
 * Kills every Lambda worker of a heal in the middle of its work, once: real bundles, real workers, the real state
 * machine retrying. Before its first write, so that nothing has happened yet; or right after it, so that it has happened
 * and nobody knows. The heal must come out as if nothing had been.
 */
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../lab/cloud/aws-service.ts';
import type { ApiCall } from '../../lab/cloud/aws-service.ts';
import type { Json } from '../../lab/cloud/fields.ts';
import { startLab } from '../../lab/lab.ts';
import type { Lab } from '../../lab/lab.ts';
import { badRelease } from '../../lab/scenarios/bad-release.ts';
import { highCpu } from '../../lab/scenarios/high-cpu.ts';
import { highErrors } from '../../lab/scenarios/high-errors.ts';
import { runScenario } from '../../lab/scenarios/run-scenario.ts';
import type { Scenario } from '../../lab/scenarios/scenario.ts';
import { synthesize } from '../../lab/synth.ts';

const SPEED = 8;

/** The stages of a heal: what their functions' logical ids contain. */
const ALWAYS = ['Intake', 'Decide', 'Verify', 'Learn', 'Close'];

const CASES: readonly {
  readonly case: string;
  readonly scenario: Scenario;
  readonly moment: 'before' | 'after';
  readonly stages: readonly string[];
}[] = [
  {
    case: 'replaces a task, killed before its first write',
    scenario: highCpu,
    moment: 'before',
    stages: [...ALWAYS, 'ReplaceTasks'],
  },
  {
    case: 'replaces a task, killed after its first write',
    scenario: highCpu,
    moment: 'after',
    stages: [...ALWAYS, 'ReplaceTasks'],
  },
  {
    case: 'flips a toggle, killed after its first write',
    scenario: highErrors,
    moment: 'after',
    stages: [...ALWAYS, 'FlipToggle'],
  },
  {
    case: 'rolls back, killed after its first write',
    scenario: badRelease,
    moment: 'after',
    stages: [...ALWAYS, 'RollBack'],
  },
];

const WRITES =
  /^(TransactWriteItems|PutItem|UpdateItem|PutParameter|UpdateService|StopTask|DeregisterTargets|RegisterTargets)$/;

describe('a heal whose every Lambda is killed once', () => {
  it.concurrent.each(CASES)('$case', { timeout: 120_000 }, async ({ scenario, moment, stages }) => {
    const { directory } = await synthesize();
    const lab = await startLab({ speed: SPEED, assembly: directory });
    try {
      const killed = killEachOnce(lab, moment);
      const report = await runScenario(lab, scenario, () => undefined);
      expect(report.problems).toEqual([]);
      expect(stages.filter((stage) => ![...killed].some((id) => id.includes(stage)))).toEqual([]);
      const items = await table(lab);
      expect(credits(items, scenario)).toEqual([{ attempts: 1, successes: 1 }]);
      const leases = items.filter((item) => textOf(item, 'sk') === 'LEASE').map((item) => numberOf(item, 'until'));
      expect(leases).toEqual([0]);
      expect(actions(lab)).toEqual([...new Set(actions(lab))]);
    } finally {
      await lab.close();
    }
  });
});

/** Kills the worker of each function at its first write; answers the logical ids of those killed so far. */
function killEachOnce({ cloud, stack }: Lab, moment: 'before' | 'after'): ReadonlySet<string> {
  const ids = new Map(
    [...stack.resources].flatMap(([id, { type, ref }]) =>
      type === 'AWS::Lambda::Function' ? [[ref, id] as const] : [],
    ),
  );
  const killed = new Set<string>();
  cloud.interceptors.push((call: ApiCall, phase) => {
    const id = ids.get(call.caller);
    if (id === undefined || phase !== moment || killed.has(id) || !WRITES.test(call.operation)) return;
    killed.add(id);
    cloud.services.lambdas.kill(call.caller);
    // Before, it must not take effect any more; after, it has, and only the answer is lost.
    if (moment === 'before') throw new AwsError('InternalFailure', 'the caller is dead', 500);
  });
  return killed;
}

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

async function table({ cloud, stack }: Lab): Promise<readonly Item[]> {
  const name =
    [...stack.resources.values()].find(({ type }) => /^AWS::DynamoDB::(Global)?Table$/.test(type))?.ref ?? '';
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.Scan',
      'content-type': 'application/x-amz-json-1.0',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ TableName: name }),
  });
  const answer = (await response.json()) as { readonly Items?: readonly Item[] };
  return answer.Items ?? [];
}

/** What memory counts for the services that were broken. */
function credits(items: readonly Item[], { breaks }: Scenario) {
  const services = new Set<string>(breaks.map(({ service }) => service));
  return items
    .filter((item) => textOf(item, 'pk').startsWith('MEM#') && services.has(textOf(item, 'sk').split('#')[0] ?? ''))
    .map((item) => ({ attempts: numberOf(item, 'attempts'), successes: numberOf(item, 'successes') }));
}

/** Every change the healer made outside its own table, in words: none may be there twice. */
function actions({ cloud, stack }: Lab): readonly string[] {
  const functions = new Set(
    [...stack.resources.values()].filter(({ type }) => type === 'AWS::Lambda::Function').map(({ ref }) => ref),
  );
  const changes = /^(StopTask|PutParameter|DeregisterTargets)$/;
  return cloud.calls
    .filter(({ caller, operation }) => functions.has(caller) && changes.test(operation))
    .map(({ operation, input }) => `${operation} ${JSON.stringify(target(input))}`);
}

function target(input: Json): unknown {
  return [input['task'], input['Name'], input['Value'], input['Targets']];
}

function textOf(item: Item, name: string): string {
  return item[name]?.S ?? '';
}

function numberOf(item: Item, name: string): number {
  return Number(item[name]?.N ?? Number.NaN);
}
