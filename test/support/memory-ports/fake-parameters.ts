/**
 * The Parameter Store: toggles of services and the override of people lie in the same one. A test can take it away
 * altogether, because that is when a brake matters.
 */
import { WriteFailed } from '../../../core/ports/errors.ts';
import { type Override } from '../../../core/ports/override.ts';
import { type ParameterReading } from '../../../core/world/parameter.ts';
import { type Toggles } from '../../../core/ports/toggles.ts';
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

/** @param now the time, ms since the epoch: when a value that was there is changed, that is remembered. */
export function fakeParameters(now: () => number): FakeParameters {
  const values = new Map<string, Extract<ParameterReading, { kind: 'value' }>>();
  let broken: string | undefined;
  const read = (name: string): ParameterReading => {
    if (broken !== undefined) return { kind: 'unreadable', why: broken };
    return values.get(name) ?? { kind: 'absent' };
  };
  const put = (name: string, value: string) =>
    void values.set(name, { kind: 'value', value, ...(values.has(name) && { changedAt: now() }) });
  return {
    toggles: {
      read: async (parameter) => read(parameter),
      async write(parameter, value) {
        if (broken !== undefined) throw new WriteFailed(`Parameter ${parameter} could not be written: ${broken}`);
        if (!values.has(parameter)) throw new WriteFailed(`Parameter ${parameter} does not exist`);
        put(parameter, value);
      },
      async mayWrite(parameter) {
        if (broken !== undefined) throw new WriteFailed(`Parameter ${parameter} may not be written: ${broken}`);
        if (!values.has(parameter)) throw new WriteFailed(`Parameter ${parameter} does not exist`);
      },
    },
    override: {
      read: async (service, answerIn, undoIn) => ({
        global: read(overrideParameterName()),
        service: read(overrideParameterName(service)),
        ...(answerIn !== undefined && { answer: read(answerIn) }),
        ...(undoIn !== undefined && { undo: read(undoIn) }),
      }),
    },
    get: (name) => values.get(name)?.value,
    set: (name, value) => void (value === undefined ? values.delete(name) : put(name, value)),
    outage: (why) => void (broken = why),
  };
}
