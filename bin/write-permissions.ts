/**
 * Writes `docs/permissions.md` from the synthesis of `healer.config.ts`. Run it after a permission changed; a test fails
 * until then.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { HealerStack } from '../lib/healer-stack.ts';
import { permissionsDocument } from '../lib/permissions/document.ts';
import { explainedRoles, type PolicyTemplate } from '../lib/permissions/explained-roles.ts';
import type { HealerProps } from '../lib/healer-props.ts';

const CONFIG = 'healer.config.ts';

const { context } = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: Record<string, unknown>;
};
const { default: config } = (await import(new URL(`../${CONFIG}`, import.meta.url).href)) as {
  readonly default: HealerProps;
};
const app = new App({ context, autoSynth: false });
const stack = new HealerStack(app, 'Healer', { healer: config });
const template = app.synth().getStackByName('Healer').template as PolicyTemplate;
const document = permissionsDocument(explainedRoles(stack, template), CONFIG);
writeFileSync(new URL('../docs/permissions.md', import.meta.url), document);
