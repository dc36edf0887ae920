/** What a deployment makes first: an alarm has an event to send as soon as it has a state, and a rule must listen. */
import { describe, expect, it } from 'vitest';
import { shopTemplate } from './support/shop.ts';
import type { Resource } from './support/templates.ts';

type Dependent = Resource & { readonly DependsOn?: string | readonly string[] };

const resources: Readonly<Record<string, Dependent>> = shopTemplate().Resources;

/** Everything a resource waits for, by whatever words the template says it. */
function waitsFor({ DependsOn: after = [], Properties: properties }: Dependent): readonly string[] {
  const text = JSON.stringify(properties ?? {});
  const named = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":(?:\["|")([A-Za-z0-9]+)/g)].map((match) => match[1] ?? '');
  return [...new Set([...[after].flat(), ...named])].filter((id) => resources[id] !== undefined);
}

function reachedFrom(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set hands out what is added to it while it is walked.
  for (const id of reached) for (const next of waitsFor(resources[id] as Dependent)) reached.add(next);
  reached.delete(start);
  return reached;
}

const answered = Object.entries(resources).filter(
  ([, { Type, Properties }]) =>
    Type === 'AWS::CloudWatch::Alarm' && String(Properties['AlarmName']).startsWith('healer-'),
);

describe('an alarm of a service', () => {
  it('is made after the rule that hears it, and after Intake knows it', () => {
    expect(answered.length).toBeGreaterThan(5);
    for (const [id, { DependsOn: after = [] }] of answered) {
      const types = [after].flat().map((one) => `${resources[one]?.Type} ${one}`);
      expect(types, id).toContainEqual(expect.stringMatching(/^AWS::Events::Rule HealerSignalsOwnAlarms/));
      expect(types, id).toContainEqual(expect.stringMatching(/^AWS::Lambda::Function HealerIntake/));
    }
  });

  it('is waited for by nothing it waits for', () => {
    for (const [id] of answered) {
      const circle = [...reachedFrom(id)].filter((one) => reachedFrom(one).has(id));
      expect(circle, id).toEqual([]);
    }
  });
});
