/**
 * One heal at a time in every group, in the order they asked. The lease of production without its clock: here nobody
 * dies holding it.
 */
export interface Turns {
  /** Whether it is the asker's turn; otherwise `granted` is called when it is. Asking again while holding is a yes. */
  readonly take: (group: number, asker: number, granted: () => void) => boolean;
  /** Hands the turn on; does nothing for who does not hold it. Takes the asker out of the queue as well. */
  readonly free: (group: number, asker: number) => void;
}

interface Waiting {
  readonly asker: number;
  readonly granted: () => void;
}

export function turnsOf(): Turns {
  const holders = new Map<number, number>();
  const queues = new Map<number, Waiting[]>();
  return {
    take: (group, asker, granted) => {
      const holder = holders.get(group);
      if (holder === undefined || holder === asker) {
        holders.set(group, asker);
        return true;
      }
      queues.set(group, [...(queues.get(group) ?? []), { asker, granted }]);
      return false;
    },
    free: (group, asker) => {
      const waiting = (queues.get(group) ?? []).filter((one) => one.asker !== asker);
      queues.set(group, waiting);
      if (holders.get(group) !== asker) return;
      holders.delete(group);
      const next = waiting.shift();
      if (next === undefined) return;
      holders.set(group, next.asker);
      next.granted();
    },
  };
}
