/** The examples synthesize, from the sources, as a reader would run them. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployedTemplate, flatTemplate } from './support/deployed-names.ts';
import { run } from './support/packed.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');

it('are these', () => {
  expect(readdirSync(EXAMPLES)).toEqual(['fargate-service.ts']);
});

describe('a Fargate service in one file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'healer-example-'));
  const example = join(EXAMPLES, 'fargate-service.ts');
  const ran = run(process.execPath, ['--conditions=healer-source', example], EXAMPLES, { CDK_OUTDIR: directory });

  it('is synthesized without a word', () => {
    expect(ran).toMatchObject({ status: 0, output: '' });
  });

  it('has its alarms, with its own limit, and answers the alarm it brought', () => {
    const template = deployedTemplate(join(directory, 'Shop.template.json'));
    const alarms = flatTemplate(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.get('healer-checkout-high-latency-p99')).toContain('"Threshold":900');
    const rules = [...flatTemplate(template, 'AWS::Events::Rule').values()].join('\n');
    expect(rules).toContain('"alarmName":["<Full>"]');
  });
});
