/** A runbook that could never heal a service with its periods is said when the app is synthesized; the shipped ones are not. */
import { Duration, type App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TIERS } from '../../core/vocabulary.ts';
import { newHealer, newStack } from './support/user-app.ts';

const HIGH_CPU = { failureType: 'high-cpu' };

/** What is said of services of each tier with this period. */
function warningsFor(periodSeconds: number, runbooks: readonly (string | typeof HIGH_CPU)[]): readonly string[] {
  const stack = newStack();
  const healer = newHealer(stack);
  for (const tier of TIERS) {
    healer.heals(
      { cluster: 'shop', service: tier },
      { tier, period: Duration.seconds(periodSeconds), runbooks: [...runbooks] },
    );
  }
  (stack.node.root as App).synth();
  const found = Annotations.fromStack(stack).findWarning('/Shop/Healer', Match.stringLikeRegexp('worth trying'));
  return found.map(({ entry }) => String(entry.data));
}

describe('a warning that a service would never be healed', () => {
  it('names service, runbook and figures where periods are too long for its tier', () => {
    const [said = '', ...others] = warningsFor(300, [HIGH_CPU]);
    expect(others).toEqual([]);
    expect(said).toMatch(
      /^No remedy of runbook high-cpu can be worth trying for service critical: with periods of 300 s the best of them has \d+ % for about \d+ min, verification included, and a person takes about 30 \(tier critical\)\./,
    );
  });

  it('is one for each runbook that fits it', () => {
    const said = warningsFor(300, ['all']).filter((text) => text.includes('service critical:'));
    const named = said.map((text) => /runbook (\S+)/.exec(text)?.[1]);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toEqual(expect.arrayContaining(['memory-leak', 'high-cpu', 'crash-loop']));
  });

  it.each([60, 120])('is none for shipped runbooks with periods of %i s, whatever the tier', (periodSeconds) => {
    expect(warningsFor(periodSeconds, ['all'])).toEqual([]);
  });
});
