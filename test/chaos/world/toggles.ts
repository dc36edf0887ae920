/** The toggles of a world: writing one changes how its service is, and who wrote it last is remembered. */
import type { Toggles } from '../../../core/ports/toggles.ts';
import type { FakeParameters } from '../../support/memory-ports/fake-parameters.ts';
import { note, settle, type Member } from './member.ts';

export interface ToggleWorld {
  readonly members: readonly Member[];
  readonly parameters: FakeParameters;
  readonly writers: Map<string, 'healer' | 'person'>;
  readonly now: () => number;
}

/** The port of the healer. */
export function togglesOf(world: ToggleWorld): Toggles {
  return {
    read: async (parameter) => await world.parameters.toggles.read(parameter),
    mayWrite: async (parameter, value) => await world.parameters.toggles.mayWrite(parameter, value),
    write: async (parameter, value) => {
      const member = world.members.find(({ entry }) => entry.toggles.some((toggle) => toggle.parameter === parameter));
      if (member !== undefined) settle(member, world.now());
      await world.parameters.toggles.write(parameter, value);
      world.writers.set(parameter, 'healer');
      if (member === undefined) return;
      const isOff = member.entry.toggles.some((toggle) => toggle.parameter === parameter && toggle.off === value);
      if (isOff) member.harmedBy.add('flipToggle');
      else member.harmedBy.delete('flipToggle');
      note(member, world.now());
    },
  };
}

/** A person writes it. */
export function setToggle(
  world: ToggleWorld,
  member: Member,
  { parameter, value }: { parameter: string; value: string },
): void {
  settle(member, world.now());
  world.parameters.set(parameter, value);
  world.writers.set(parameter, 'person');
  note(member, world.now());
}
