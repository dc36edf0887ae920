/**
 * AWS's cfn-lint on the template of the example configuration: every property against CloudFormation's own schemas, and
 * its rules on top. A finding that is not listed here fails, and so does a listed one that is gone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { run } from './install/run.ts';
import { prove } from './report/proved.ts';
import { exampleTemplate, exampleTemplateFile } from './synthesized.ts';

/** Findings by rule, each with the reason why it may stay. */
const KNOWN_FINDINGS: Readonly<Record<string, string>> = {
  W3037:
    'Its list of actions has no cloudwatch:DescribeAlarmContributors yet, an operation that the SDK has; where IAM refuses it, the healer holds.',
  W3005:
    'The CDK lets what uses a role depend on the policies of the role and on the role itself; the second is in the first.',
};

/** A region each of the old and of the new kind: some properties are not allowed everywhere. */
const REGIONS = ['us-east-1', 'eu-central-1'];
/** It finds something: a sum of bits, one each for errors, warnings and remarks. */
const FINDINGS = [0, 2, 4, 6, 8, 10, 12, 14];

interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Level: string;
  readonly Message: string;
}

const { python } = oracleParts();

describe.runIf(python.kind === 'ready')('cfn-lint', () => {
  async function findings(file: string): Promise<readonly Finding[]> {
    const { bin } = ready(python);
    const args = ['--format', 'json', '--regions', ...REGIONS, '--template', file];
    const { stdout } = await run(join(bin, 'cfn-lint'), args, { accept: FINDINGS });
    return JSON.parse(stdout) as readonly Finding[];
  }

  it('finds nothing in the template but what is known', async (context) => {
    const found = await findings(exampleTemplateFile());
    const unknown = found.filter(({ Rule, Message }) => {
      if (Rule.Id === 'W3037') return !Message.startsWith("'describealarmcontributors'");
      return !(Rule.Id in KNOWN_FINDINGS);
    });
    expect(unknown.map(({ Rule, Message }) => `${Rule.Id} ${Message}`)).toEqual([]);
    expect([...new Set(found.map(({ Rule }) => Rule.Id))].toSorted()).toEqual(Object.keys(KNOWN_FINDINGS).toSorted());
    const resources = Object.keys(exampleTemplate().Resources).length;
    const known = Object.keys(KNOWN_FINDINGS).length;
    const version = versionOf(ready(python), 'cfn-lint');
    prove(context, {
      oracle: 'cfn-lint',
      version,
      proved: `${resources} resources valid in ${REGIONS.join(' and ')}; ${known} rules argued`,
    });
  });

  it('would find a property that CloudFormation does not have', async () => {
    const template = readFileSync(exampleTemplateFile(), 'utf8');
    const file = join(oracleParts().workspace, 'misspelt.template.json');
    writeFileSync(file, template.replaceAll('"TreatMissingData"', '"TreatMissingDate"'));
    expect((await findings(file)).map(({ Level }) => Level)).toContain('Error');
  });
});
