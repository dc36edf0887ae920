/**
 * Ports in memory answer at once. The simulator asks them so, because its virtual time passes between calls and never
 * within one; tests give the same ports to the stages, which await every call.
 */

/** A port whose methods return what the promises of `Port` resolve to. */
export type Synchronous<Port> = {
  readonly [Method in keyof Port]: Port[Method] extends (...asked: infer Asked) => Promise<infer Answer>
    ? (...asked: Asked) => Answer
    : never;
};

/** The same port for callers that await. A method that throws rejects. */
export function asAsynchronous<Port extends object>(port: Synchronous<Port>): Port {
  const methods = Object.entries(port as Readonly<Record<string, (...asked: unknown[]) => unknown>>);
  return Object.fromEntries(
    methods.map(([name, method]) => [name, async (...asked: unknown[]) => method(...asked)]),
  ) as Port;
}
