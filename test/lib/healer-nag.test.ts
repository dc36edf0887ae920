/**
 * Best-practice checks on the synthesized stack: every finding is an error, every exception has its reason in `lib`, and
 * no exception outlives the finding it was made for.
 */
import { Validations, type App } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { HealerStack } from '../../lib/healer-stack.ts';
import { SHOP, app, HANDLERS } from './support/shop.ts';

interface Finding {
  readonly rule: string;
  readonly path: string;
}

function shop(checked: App): HealerStack {
  return new HealerStack(checked, 'Healer', { healer: { ...SHOP, handlersDirectory: HANDLERS } });
}

/** What the checks would say if nothing were acknowledged. */
function everyFinding(checked: App): readonly Finding[] {
  const checks = new AwsSolutionsChecks(checked);
  Object.defineProperty(checks, 'isAcknowledged', { value: () => false });
  const { violations } = checks.validate({ appConstruct: checked, templatePaths: [], stackTemplates: [] });
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
  );
}

function exceptions(checked: App): readonly (Finding & { readonly reason: string })[] {
  return checked.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
      .map(([id, reason]) => ({ rule: id.replace(/^annotation::/i, ''), path: construct.node.path, reason })),
  );
}

describe('the AWS Solutions checks and the CloudFormation rules', () => {
  it('find nothing in the stack', () => {
    const checked = app();
    Validations.of(checked).addPlugins(new AwsSolutionsChecks(checked));
    shop(checked);
    expect(() => checked.synth()).not.toThrow();
  });

  it('would find a queue without TLS and an alarm without a metric', () => {
    const checked = app();
    Validations.of(checked).addPlugins(new AwsSolutionsChecks(checked));
    const stack = shop(checked);
    new Queue(stack, 'Open');
    expect(() => checked.synth()).toThrow(/AwsSolutions-SQS4/);

    const broken = app();
    new CfnAlarm(shop(broken), 'Broken', { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1 });
    expect(() => broken.synth()).toThrow(/CloudFormation-Validate::F3014/);
  });
});

describe('every exception', () => {
  const checked = app();
  shop(checked);
  const findings = everyFinding(checked);

  it.each(exceptions(checked))('$rule at $path is still needed, and says why', ({ rule, path, reason }) => {
    expect(findings.filter((finding) => finding.rule === rule && finding.path.startsWith(path))).not.toEqual([]);
    expect(reason).toMatch(/\.$/);
  });
});
