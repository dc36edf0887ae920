/** What `--help` and `--list` print. */
import { PAGE_SPEED, SPEED_MAX } from './arguments.ts';
import { BREAKAGE_NAMES } from './breakages.ts';
import { ANSWER_NAMES } from 'loopback-aws/answers.ts';
import { SERVICES } from './fleet/catalogue.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** One line for each scenario. */
export function listOf(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join('\n');
}

export function helpText(scenarios: readonly Scenario[]): string {
  return `Healer's lab: three real services on this computer, and the healer that \`cdk deploy\` would put into an account.
No account, no Docker, nothing leaves 127.0.0.1.

  npm start                                    the page, with one fault to watch
  npm start -- --break memory-leak:order       another fault
  npm run lab -- --scenario high-cpu           one scenario in the terminal; exit code 0 when it came out as expected
  npm run lab -- --scenario all --json         all of them, one JSON object a line

With the page
  --break FAULT:SERVICE   what breaks by itself; cpu:user by default. --no-break leaves it to you
                          faults: ${BREAKAGE_NAMES.join(', ')}
                          services: ${SERVICES.join(', ')}
  --port P                port of the page; any free one by default
  --for MINUTES           how long it stays up; 30 by default

With scenarios
  --scenario NAME         a name below, or all
  --json                  one object: scenario, ok, expected, outcome, figures in lab seconds, timeline
  --calls FILE            every call to AWS is added to this file, one JSON object a line: caller, service, operation, input
  --decisions FILE        every decision with its facts, for npm run sim -- --replay FILE; a new file: one that is there is refused
  --list                  their names

With both
  --speed N               lab seconds per second, 1 to ${SPEED_MAX}: every period, wait and window alike.
                          1 is as CloudWatch really is, and is what scenarios run at; the page runs at ${PAGE_SPEED}

  --unfavourable NAMES    unfavourable answers of AWS to play, separated by commas: ${ANSWER_NAMES.join(', ')}.
                          all: those that can be true together; each, with scenarios: one after the other
  --seed N                of what is left to chance in the cloud; a new one each time by default
  --help                  this

Scenarios
${listOf(scenarios)}
`;
}
