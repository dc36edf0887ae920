/**
 * The Parameter Store: toggles of services and the override of people lie in the same one. A test can take it away
 * altogether, because that is when a brake matters.
 */
import { WriteFailed, type Override, type ParameterReading, type Toggles } from '../../../core/ports.ts';
import { overrideParameterName } from '../../../core/vocabulary.ts';

export interface FakeParameters {
  readonly toggles: Toggles;
  readonly override: Override;
  get(name: string): string | undefined;
  /** Sets a parameter as a person would; undefined deletes it. */
  set(name: string, value: string | undefined): void;
  /** From now on nothing can be read or written, for this reason; undefined ends it. */
  outage(why: string | undefined): void;
}

export function fakeParameters(): FakeParameters {
  const values = new Map<string, string>();
  let broken: string | undefined;
  const read = (name: string): ParameterReading => {
    if (broken !== undefined) return { kind: 'unreadable', why: broken };
    const value = values.get(name);
    return value === undefined ? { kind: 'absent' } : { kind: 'value', value };
  };
  return {
    toggles: {
      read: async (parameter) => read(parameter),
      async write(parameter, value) {
        if (broken !== undefined) throw new WriteFailed(`Parameter ${parameter} could not be written: ${broken}`);
        if (!values.has(parameter)) throw new WriteFailed(`Parameter ${parameter} does not exist`);
        values.set(parameter, value);
      },
    },
    override: {
      read: async (service) => ({
        global: read(overrideParameterName()),
        service: read(overrideParameterName(service)),
      }),
    },
    get: (name) => values.get(name),
    set: (name, value) => void (value === undefined ? values.delete(name) : values.set(name, value)),
    outage: (why) => void (broken = why),
  };
}
