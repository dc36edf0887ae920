/**
 * The CDK app: reads the configuration and makes the stack. The configuration is `healer.config.ts`, or the file named by
 * `-c config=<path>` or HEALER_CONFIG. HEALER_RUNBOOKS names a directory of your own runbooks.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describeIdleCost } from '../core/cost/idle-cost.ts';
import { renderProblem } from '../core/runbook/problem.ts';
import { HealerStack } from '../lib/healer-stack.ts';
import type { HealerProps } from '../lib/healer-props.ts';
import { readConfig } from './read-config.ts';

const app = new App({ context: featureFlags(), autoSynth: false });
const path = String(app.node.tryGetContext('config') ?? process.env['HEALER_CONFIG'] ?? 'healer.config.ts');
const read = await readConfig(path);
if (read.kind === 'ok') synthesize(createStack(read.config));
else fail([renderProblem(read.problem)]);

function createStack(config: HealerProps): HealerStack {
  const runbooksDirectory = process.env['HEALER_RUNBOOKS'];
  return new HealerStack(app, 'Healer', {
    healer: { ...config, configFile: path, ...(runbooksDirectory === undefined ? {} : { runbooksDirectory }) },
  });
}

function synthesize({ healer }: HealerStack): void {
  try {
    app.synth();
    // Only under the CDK's own command, which sets this variable: there a person reads the output.
    if (process.env['CDK_CLI_VERSION'] !== undefined) {
      process.stderr.write(`${describeIdleCost(healer.idleCost())}\n`);
    }
  } catch (error) {
    const problems = healer.node.validate();
    if (problems.length === 0) throw error;
    fail(problems);
  }
}

/** One problem per line; the CDK's own error joins them into one text with a stack trace. */
function fail(problems: readonly string[]): void {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}

/** The CDK's own command passes these flags. Running this file directly must give the same template. */
function featureFlags(): Record<string, unknown> {
  const file = resolve(import.meta.dirname, '../cdk.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly context: Record<string, unknown> }).context;
}
