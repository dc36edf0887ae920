/**
 * Runs a command in a process group of its own and ends the whole group when its standard input closes: that happens
 * when the test says so, and also when the test process dies in whatever way. Started as a program of its own.
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

/** Time to end in an orderly way. Whatever is left of the group afterwards is killed. */
const GRACE_MS = 3000;

function signal(name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch (error) {
    // No process is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

child.once('error', (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  process.exit(1);
});
child.once('exit', (code) => {
  // Its own children, such as workers, do not always end with it.
  signal('SIGKILL');
  process.exit(code ?? 1);
});
process.stdin.resume().once('end', () => {
  signal('SIGTERM');
  setTimeout(() => signal('SIGKILL'), GRACE_MS);
});
