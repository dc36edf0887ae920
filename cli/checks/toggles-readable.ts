/** Checks that the toggles can be read and hold one of their two values, and that running tasks can notice a flip. */
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { ServiceEntry, Toggle } from '../../core/catalog/service.ts';
import type { ParameterReading } from '../../core/world/parameter.ts';
import { INJECTED_TOGGLE, namesParameter } from '../../core/config/injected-toggles.ts';
import { referencesOf } from '../../lambdas/adapters/ecs-snapshots.ts';
import { ssmToggles } from '../../lambdas/adapters/ssm-toggles.ts';
import { failed, findingOf, warning, type Finding, type Problem } from '../check.ts';
import { servicesOf } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';

export const togglesReadable: AccountCheck = {
  id: 'toggles',
  title: 'Every toggle can be read and holds on or off',
  run: async ({ stack, clients }): Promise<Finding> => {
    const port = ssmToggles(clients.ssm);
    const toggles = servicesOf(stack).flatMap((service) => service.toggles.map((toggle) => ({ service, toggle })));
    if (toggles.length === 0) return { status: 'skipped', detail: 'no service has toggles' };
    const problems: Problem[] = [];
    for (const { service, toggle } of toggles) {
      problems.push(...problemsOf(service, toggle, await port.read(toggle.parameter)));
    }
    for (const service of servicesOf(stack)) problems.push(...(await injectedProblems(clients, service)));
    return findingOf(problems, `${toggles.length} toggles, all on`);
  },
};

/** A container reads an injected secret only once, at its start. */
async function injectedProblems(
  { ecs }: World['clients'],
  { name, cluster, ecsService, toggles }: ServiceEntry,
): Promise<readonly Problem[]> {
  if (toggles.length === 0) return [];
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  const taskDefinition = services?.[0]?.taskDefinition;
  // Another check reports a missing service.
  if (taskDefinition === undefined) return [];
  const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const injected = referencesOf(answer.taskDefinition?.containerDefinitions ?? []);
  return toggles
    .filter(({ parameter }) => injected.some((reference) => namesParameter(reference, parameter)))
    .map(({ parameter }) => warning(`${name}: ${parameter} ${INJECTED_TOGGLE.problem}`, INJECTED_TOGGLE.fix));
}

function problemsOf({ name }: ServiceEntry, toggle: Toggle, reading: ParameterReading): readonly Problem[] {
  const { parameter, on, off } = toggle;
  const wrong = (text: string, fix: string) => [failed(`${name}: ${text}`, fix)];
  switch (reading.kind) {
    case 'absent':
      return wrong(`${parameter} does not exist`, `create it as a String parameter with the value ${on}`);
    case 'unreadable':
      return wrong(
        `${parameter} cannot be read: ${reading.why}`,
        'make it a plain String parameter that this command and the healer may read',
      );
    case 'value':
      if (reading.value === on) return [];
      if (reading.value === off) {
        const fix = 'write its on value, unless you want it off: the healer flips no toggle that is off already';
        return [warning(`${name}: ${parameter} is off (${off})`, fix)];
      }
      return wrong(
        `${parameter} holds ${JSON.stringify(reading.value.slice(0, 40))}`,
        `write ${on} or ${off}, or correct \`on\` and \`off\` in the configuration`,
      );
  }
}
