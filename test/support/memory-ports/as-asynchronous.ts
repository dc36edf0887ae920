/** Ports in memory that answer at once, as the stages want them, which await every call. */
import type { Synchronous } from '../../../sim/ports/limits.ts';

/** The same port for callers that await. A method that throws rejects. */
export function asAsynchronous<Port extends object>(port: Synchronous<Port>): Port {
  const methods = Object.entries(port as Readonly<Record<string, (...asked: unknown[]) => unknown>>);
  return Object.fromEntries(
    methods.map(([name, method]) => [name, async (...asked: unknown[]) => method(...asked)]),
  ) as Port;
}
