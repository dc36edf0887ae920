/**
 * `npm start`: the lab with its page. Says what it does while it starts, breaks one service so that there is something
 * to see, tells the story in the terminal as well, and ends by itself when it has been forgotten.
 */
import type { PageArguments } from './arguments.ts';
import { startLab } from './lab.ts';
import { startPage } from './page/page-server.ts';
import { synthesize } from './synth.ts';
import { lookOf, renderEntry } from './timeline/render.ts';
import { startTimeline } from './timeline/timeline.ts';

const MINUTE_MS = 60_000;

/** Runs until its time is up; returns the exit code. */
export async function openPage(
  { speed, port, breaks, minutes, unfavourable = [], seed }: PageArguments,
  onStop: (close: () => Promise<void>) => void,
): Promise<number> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const began = performance.now();
  const onStart = () => say('Making the template and the Lambda bundles from the sources, once …');
  const directory = await synthesize({ onStart });
  say('Starting three services with their load balancers and traffic, and deploying the healer onto them …');
  const lab = await startLab({ speed, assembly: directory, unfavourable, seed });
  onStop(lab.close);
  const timeline = startTimeline(lab.events);
  const page = await startPage(lab, timeline, port);
  onStop(page.close);
  const look = lookOf(process.stdout, process.env);
  const since = lab.clock.now();
  timeline.on((entry) => say(renderEntry(entry, since, look)));
  say(
    `Ready after ${((performance.now() - began) / 1000).toFixed(0)} s. Open ${page.url} to watch, and to break things yourself.`,
  );
  const pace = speed === 1 ? 'Time is real' : `Time runs ${speed} times as fast as on AWS, every period and wait alike`;
  say(`${pace}; seconds below are lab seconds. Ctrl+C ends it; it ends by itself after ${minutes} minutes.\n`);
  if (breaks !== undefined) await lab.break(breaks.service, breaks.name);
  await new Promise((resolve) => setTimeout(resolve, minutes * MINUTE_MS));
  say(`\nThe ${minutes} minutes are over; --for MINUTES makes them more.`);
  return 0;
}
