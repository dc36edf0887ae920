/** What can be seen of a deployed healer: dashboard, traces, logs without data, and the page that documents the metrics. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TELEMETRY_METRICS } from '../../core/telemetry/metrics.ts';
import { shopTemplate } from './support/shop.ts';
import { propertiesOf, resourcesOf } from './support/templates.ts';

const template = shopTemplate();

describe('the documentation of the metrics', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/observability.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (\w+) +\| (.+?) +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells);

  it('has one row for each, with its unit, its dimensions and what it means', () => {
    const documented = Object.entries(TELEMETRY_METRICS).map(([name, { unit, dimensions, means }]) => {
      const lists = dimensions.map(
        (list: readonly string[]) => list.map((one) => `\`${one}\``).join(', ') || 'nothing',
      );
      return [name, unit, lists.join('; or '), means];
    });
    expect(rows).toEqual(documented);
  });
});

describe('a deployed healer', () => {
  it('has one dashboard, unless it was switched off', () => {
    expect(resourcesOf(template, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
    const without = shopTemplate({ dashboard: false });
    expect(resourcesOf(without, 'AWS::CloudWatch::Dashboard')).toHaveLength(0);
  });

  it('traces every Lambda and every execution', () => {
    const modes = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties['TracingConfig']);
    expect(modes.length).toBeGreaterThan(10);
    expect(new Set(modes.map((mode) => JSON.stringify(mode)))).toEqual(new Set(['{"Mode":"Active"}']));
    expect(propertiesOf(template, 'AWS::StepFunctions::StateMachine')).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  it('lets only viewers with rights of their own call the widget: no service and no account is granted it', () => {
    const granted = resourcesOf(template, 'AWS::Lambda::Permission').map(({ Properties }) =>
      JSON.stringify(Properties['FunctionName']),
    );
    expect(granted.filter((name) => name.includes('Widget'))).toEqual([]);
    const { DefinitionString: definition } = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
    expect(String(definition)).not.toContain('Widget');
  });
});
