/**
 * Warns about services that the healer can heal only in part: their kind holds some remedies, or their tasks read a
 * toggle only at their start.
 */
import { Annotations } from 'aws-cdk-lib';
import { BaseService, CfnService, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import { INJECTED_TOGGLE, namesParameter } from '../core/config/injected-toggles.ts';
import { heldRemedies } from '../core/service-kind/kinds.ts';
import { identityOf, withIdentities } from './expression-identity.ts';
import type { ToggleProps } from './heals-props.ts';
import { labelOf, type RegisteredService } from './service-name.ts';
import { kindOfResource } from './unfit-service.ts';

/** Warns at the healer, once per service and reason. */
export function warnOfWhatIsHeld(healer: IConstruct, services: readonly RegisteredService[]): void {
  for (const registered of services) {
    const { service, props } = registered;
    const resource = service instanceof BaseService ? service.node.defaultChild : undefined;
    if (!(service instanceof BaseService) || !(resource instanceof CfnService)) continue;
    const kind = kindOfResource(resource);
    const held = heldRemedies(kind.name);
    if (held.length > 0) {
      const text = `${labelOf(registered)}: it ${kind.text}, so ${held.join(', ')} will be held (docs/services.md).`;
      Annotations.of(healer).addWarningV2(`healer:heldRemedies:${service.node.addr}`, text);
    }
    for (const { name } of injected(service, props.toggles)) {
      const text = `${labelOf(registered)}: toggle ${name} ${INJECTED_TOGGLE.problem}. Better ${INJECTED_TOGGLE.fix}.`;
      Annotations.of(healer).addWarningV2(`healer:injectedToggle:${service.node.addr}:${name}`, text);
    }
  }
}

function injected(service: BaseService, toggles: readonly ToggleProps[] = []): readonly ToggleProps[] {
  const definition = service.taskDefinition.node.defaultChild;
  if (!Array.isArray(toggles) || !(definition instanceof CfnTaskDefinition)) return [];
  const containers = withIdentities(definition, definition.containerDefinitions) as
    readonly { readonly secrets?: readonly { readonly valueFrom?: unknown }[] }[] | undefined;
  const values = (containers ?? []).flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => textOf(valueFrom)));
  return (toggles as readonly ToggleProps[]).filter(({ parameter }) =>
    typeof parameter === 'string'
      ? values.some((value) => namesParameter(value, parameter))
      : values.includes(JSON.parse(identityOf(definition, parameter.parameterArn)) as string),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
