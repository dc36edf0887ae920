/** Whether the toggles can be read and hold one of the two values the configuration knows. */
import type { ServiceEntry, Toggle } from '../../core/catalog.ts';
import type { ParameterReading } from '../../core/ports.ts';
import { ssmToggles } from '../../lambdas/adapters/ssm-toggles.ts';
import { findingOf, type Finding, type Problem } from '../check.ts';
import { servicesOf } from '../deployed-stack.ts';
import type { AccountCheck } from '../world.ts';

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
    return findingOf(problems, `${toggles.length} toggles, all on`);
  },
};

function problemsOf({ name }: ServiceEntry, toggle: Toggle, reading: ParameterReading): readonly Problem[] {
  const { parameter, on, off } = toggle;
  const failed = (text: string, fix: string): readonly Problem[] => [
    { status: 'failed', text: `${name}: ${text}`, fix },
  ];
  switch (reading.kind) {
    case 'absent':
      return failed(`${parameter} does not exist`, `create it as a String parameter with the value ${on}`);
    case 'unreadable':
      return failed(`${parameter} cannot be read: ${reading.why}`, 'make it a plain String that its readers may read');
    case 'value':
      if (reading.value === on) return [];
      if (reading.value === off) {
        const fix = 'write it back when it is not meant: a toggle that is off already is not flipped';
        return [{ status: 'warning', text: `${name}: ${parameter} is off (${off})`, fix }];
      }
      return failed(
        `${parameter} holds ${JSON.stringify(reading.value.slice(0, 40))}`,
        `write ${on} or ${off}, or correct \`on\` and \`off\` in the configuration`,
      );
  }
}
