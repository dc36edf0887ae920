/**
 * The lab from the command line: the page with a fault to watch, or scenarios without a page. Whatever happens, nothing
 * it started outlives it.
 */
import { readArguments, type ScenarioArguments } from './arguments.ts';
import { helpText, listOf } from './help.ts';
import { lineFile, NotWritable } from './line-file.ts';
import { startLab, type Lab } from './lab.ts';
import { openPage } from './open-page.ts';
import { PortTaken } from './page/page-server.ts';
import { SCENARIOS } from './scenarios/catalogue.ts';
import { runScenario, type Report } from './scenarios/run-scenario.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { synthesize, SynthFailed } from './synth.ts';
import { lookOf, renderEntry } from './timeline/render.ts';
import { renderSummary } from './timeline/summary.ts';
import { decisionBy } from './stored-records.ts';

/** As shells report an interrupt. */
const EXIT_INTERRUPTED = 130;

process.exitCode = await main();

async function main(): Promise<number> {
  const names = SCENARIOS.map(({ name }) => name);
  const given = readArguments(process.argv.slice(2), names);
  switch (given.kind) {
    case 'help':
      process.stdout.write(helpText(SCENARIOS));
      return 0;
    case 'list':
      process.stdout.write(`${listOf(SCENARIOS)}\n`);
      return 0;
    case 'wrong':
      process.stderr.write(`${given.message}\nnpm run lab -- --help says more.\n`);
      return 2;
    case 'page':
      return await guarded((onStop) => openPage(given, onStop));
    case 'scenario':
      return await guarded((onStop) => scenarios(given, onStop));
  }
}

type OnStop = (close: () => Promise<void>) => void;

/** Runs `work`; what it registers is closed at its end and at a signal. */
async function guarded(work: (onStop: OnStop) => Promise<number>): Promise<number> {
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  const interrupt = (): void => void closeAll().finally(() => process.exit(EXIT_INTERRUPTED));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupt);
  try {
    return await work((close) => void closers.push(close));
  } catch (error) {
    if (error instanceof NotWritable) return said(error, 2);
    if (error instanceof SynthFailed || error instanceof PortTaken) return said(error, 1);
    throw error;
  } finally {
    await closeAll();
  }
}

function said({ message }: Error, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}

async function scenarios(given: ScenarioArguments, onStop: OnStop): Promise<number> {
  const { names, json, speed, calls, decisions, unfavourable = [[]], seed } = given;
  const say = json ? () => undefined : (line: string) => void process.stdout.write(`${line}\n`);
  const call = calls === undefined ? undefined : lineFile(calls, 'add');
  const decision = decisions === undefined ? undefined : lineFile(decisions, 'new');
  let failed = 0;
  const asked = SCENARIOS.filter(({ name }) => names.includes(name));
  const runs = asked.flatMap((scenario) =>
    unfavourable.map((named) => ({ scenario, answers: [...new Set([...(scenario.answers ?? []), ...named])] })),
  );
  for (const { scenario, answers } of runs) {
    say(`\n${scenario.name}: ${scenario.title} (speed ${speed})`);
    if (answers.length > 0) say(`AWS answers unfavourably: ${answers.join(', ')}`);
    say('Starting the services, their load balancers and the healer …');
    const onStart = () => say('Making the template and the Lambda bundles, once …');
    const directory = await synthesize({ config: scenario.config, onStart });
    const lab = await startLab({
      speed,
      assembly: directory,
      services: scenario.services,
      unfavourable: answers,
      seed,
    });
    onStop(lab.close);
    if (call !== undefined) keepCalls(lab, call);
    if (decision !== undefined) keepDecisions(lab, decision);
    const report = await run(lab, scenario, say);
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    if (!report.ok) failed += 1;
    await lab.close();
  }
  if (runs.length > 1) say(`${runs.length - failed} of ${runs.length} scenarios came out as expected.`);
  return failed === 0 ? 0 : 1;
}

/** One line for each call as it is made, so that the file is there whatever ends the run. */
function keepCalls({ cloud }: Lab, keep: (line: string) => void): void {
  cloud.on('call', ({ caller, service, operation, input, error }) => {
    keep(JSON.stringify({ caller, service, operation, input, error }));
  });
}

/** One line for each decision with its facts, as the healer stores them: what `npm run sim -- --replay` reads. */
function keepDecisions({ cloud }: Lab, keep: (line: string) => void): void {
  cloud.on('call', (call) => {
    const line = decisionBy(call);
    if (line !== undefined) keep(line);
  });
}

async function run(lab: Lab, scenario: Scenario, say: (line: string) => void): Promise<Report> {
  const look = lookOf(process.stdout, process.env);
  const report = await runScenario(lab, scenario, (entry, faultAt) => say(renderEntry(entry, faultAt, look)));
  say(renderSummary(report, scenario.title, look));
  return report;
}
