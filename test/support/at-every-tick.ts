/** What a test world shows follows it: `observe` runs now and at every step of the world's time, after what else happens then. */
import type { MemoryPorts } from './memory-ports/memory-ports.ts';

export function atEveryTick(memory: MemoryPorts, observe: () => void): void {
  observe();
  const tick = memory.tick.bind(memory);
  Object.assign(memory, {
    tick: () => {
      tick();
      observe();
    },
  });
}
