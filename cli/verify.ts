#!/usr/bin/env node
/**
 * `npx healer-verify`: whether a healer that was deployed works in its account. It reads, makes one test incident in
 * observe, and says what to do. It changes nothing but the state of one alarm, which it sets back; with `--acting` it lets the
 * healer's own roles write what is there already, and makes no incident.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../lambdas/adapters/system-clock.ts';
import { HELP, readArguments, type VerifyArguments } from './arguments.ts';
import { NOTHING_DONE, toldWhyNothing } from './cannot-verify.ts';
import { createClients } from './clients.ts';
import type { Waiting } from './incident/waiting.ts';
import { counts, passed, render } from './render.ts';
import { verification } from './verification.ts';

const given = readArguments(process.argv.slice(2));
if (given.kind === 'help') process.stdout.write(`${HELP}\n`);
else if (given.kind === 'wrong') {
  process.stderr.write(`${given.message}\n\n${HELP}\n`);
  process.exitCode = NOTHING_DONE;
} else process.exitCode = await run(given);

async function run(options: VerifyArguments): Promise<number> {
  try {
    const result = await verification(createClients(options.region), options, atTheTerminal());
    const json = JSON.stringify({ ...result, passed: passed(result), counts: counts(result.results) }, null, 2);
    process.stdout.write(options.json ? `${json}\n` : `\n${render(result)}`);
    return passed(result) ? 0 : 1;
  } catch (error) {
    return toldWhyNothing(error);
  }
}

/** The second Ctrl-C ends the process as ever. */
function atTheTerminal(): Waiting {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  return {
    now: () => systemClock.now(),
    sleep: (ms) => sleep(ms, undefined, { signal: interrupted.signal }),
    say: (line) => void process.stderr.write(`${line}\n`),
    async guarded(work) {
      process.once('SIGINT', interrupt);
      try {
        return await work();
      } finally {
        process.off('SIGINT', interrupt);
      }
    },
  };
}
