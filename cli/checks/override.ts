/** Checks that the override can be read and understood, and reports the services that it holds. */
import { stanceOf, type Stance } from '../../core/people/override.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { groupBy } from '../../core/group-by.ts';
import { overrideParameterName } from '../../core/vocabulary.ts';
import { ssmOverride } from '../../lambdas/adapters/ssm-override.ts';
import { failed, findingOf, warning, type Problem } from '../check.ts';
import { servicesOf } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';

export const overrideReadable: AccountCheck = {
  id: 'override',
  title: 'The override can be read and understood',
  run: async (world) => {
    const stances: (readonly [ServiceEntry, Stance])[] = [];
    for (const service of servicesOf(world.stack)) stances.push([service, await stanceFor(world, service)]);
    const problems = stances.flatMap(([service, stance]) => problemOf(service, stance));
    const byMode = groupBy(stances, ([, { mode }]) => mode);
    const words = [...byMode].map(([mode, some]) => `${mode}: ${some.map(([{ name }]) => name).join(', ')}`);
    return findingOf(problems, words.join('; '));
  },
};

/** What the healer may do for a service now. */
export async function stanceFor({ clients, now }: World, service: ServiceEntry): Promise<Stance> {
  return stanceOf(await ssmOverride(clients.ssm).read(service.name), service, now());
}

function problemOf({ name }: ServiceEntry, stance: Stance): readonly Problem[] {
  if (stance.mode === 'auto') return [];
  const { reason, detail } = stance.hold;
  const fix = `write auto, observe or off to ${overrideParameterName()}, and to ${overrideParameterName(name)} if it exists`;
  if (reason === 'override-unreadable' || reason === 'override-invalid') return [failed(`${name}: ${detail}`, fix)];
  return stance.mode === 'off' ? [warning(`${name} is not healed: ${detail}`, fix)] : [];
}
