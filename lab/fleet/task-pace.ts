/**
 * How many times slower than it should the computer of a task is, as the lab tells it: what a task means to take, and how
 * long it waits for others, takes as much longer, so that a busy computer does not look like a sick task.
 */
let slowness = 1;

/** 1 on a computer that keeps up. */
export function setSlowness(factor: number): void {
  slowness = factor;
}

/** Real milliseconds that `ms` take now. */
export function stretched(ms: number): number {
  return ms * slowness;
}

/** Resolves after `ms`, stretched by the slowness of the moment it is asked. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, stretched(ms)));
}

const STEP_MS = 50;

/** Runs `task` once after `ms` of the pace that holds meanwhile. */
export function afterPaced(ms: number, task: () => void): { readonly timer: NodeJS.Timeout } {
  let left = ms;
  const timer = setInterval(() => {
    left -= STEP_MS / slowness;
    if (left > 0) return;
    clearInterval(timer);
    task();
  }, STEP_MS);
  return { timer };
}
