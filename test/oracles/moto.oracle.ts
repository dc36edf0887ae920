/**
 * moto against the lab's cloud: the requests the product makes, one by one to both, and the shapes of the answers and the
 * names of the errors compared. A difference that is not listed fails, and so does a listed one that is gone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { MOTO_DIFFERENCES } from './moto/known-differences.ts';
import { labWorld } from './moto/lab-world.ts';
import { motoWorld } from './moto/moto-world.ts';
import { REQUESTS, type Request } from './moto/requests.ts';
import { shapeDifferences, shapeOf } from './moto/shape.ts';
import type { World } from './moto/world.ts';
import { prove } from './report/proved.ts';

const { python, workspace } = oracleParts();

describe.runIf(python.kind === 'ready')('moto', () => {
  let lab: World;
  let moto: World;

  beforeAll(async () => {
    [lab, moto] = await Promise.all([labWorld(), motoWorld(ready(python), workspace)]);
  });
  afterAll(async () => {
    await Promise.all([lab.close(), moto.close()]);
  });

  it.each(REQUESTS)('answers $name as the lab does, or as is known', async (request) => {
    const found = await differences(request, { lab, moto });
    expect(found.toSorted()).toEqual((MOTO_DIFFERENCES[request.name] ?? []).map(({ what }) => what).toSorted());
  });

  it('has no known difference in a request that is not made', (context) => {
    const names = REQUESTS.map(({ name }) => name);
    expect(Object.keys(MOTO_DIFFERENCES).filter((name) => !names.includes(name))).toEqual([]);
    const known = Object.values(MOTO_DIFFERENCES).flat().length;
    prove(context, {
      oracle: 'moto',
      version: versionOf(ready(python), 'moto'),
      proved: `${REQUESTS.length} requests of ECS, SSM, CloudWatch, ELB and SNS answered in the same shape or refused alike; ${known} differences argued`,
    });
  });
});

type Answer = { readonly kind: 'answer'; readonly value: object } | { readonly kind: 'error'; readonly name: string };

async function differences(
  request: Request,
  { lab, moto }: { readonly lab: World; readonly moto: World },
): Promise<readonly string[]> {
  const [ours, theirs] = await Promise.all([ask(request, lab), ask(request, moto)]);
  if (ours.kind === 'answer' && theirs.kind === 'answer') {
    return shapeDifferences(shapeOf(ours.value), shapeOf(theirs.value));
  }
  const said = [ours, theirs].map((answer) => (answer.kind === 'error' ? answer.name : 'an answer'));
  return said[0] === said[1] ? [] : [`${said[0]} in the lab, ${said[1]} in moto`];
}

async function ask(request: Request, world: World): Promise<Answer> {
  try {
    return { kind: 'answer', value: await request.send(world) };
  } catch (error) {
    if (error instanceof Error) return { kind: 'error', name: error.name };
    throw error;
  }
}
