/** What is printed and drawn: one object, a table, a plot that is XML, and a page that says what the data say. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { reportOf, type Difference, type Report } from '../../sim/measure/report.ts';
import { simulateSeed } from '../../sim/measure/simulate-seed.ts';
import { POLICY_NAMES } from '../../sim/policies/registry.ts';
import { assumptionsOf } from '../../sim/report/assumptions.ts';
import { pointsWithInterval } from '../../sim/report/figures.ts';
import { pageOf } from '../../sim/report/page.ts';
import { plotOf } from '../../sim/report/plot.ts';
import { textOf } from '../../sim/report/text.ts';

const INCIDENTS = 120;
const seeds = [1, 2, 3].map((seed) => simulateSeed({ seed, incidents: INCIDENTS, policies: POLICY_NAMES }));
const report = reportOf(seeds, INCIDENTS);

describe('the report', () => {
  it('has no violation, every policy, and a mean between its ends', () => {
    expect(report.violations).toEqual([]);
    expect(Object.keys(report.policies)).toEqual(POLICY_NAMES);
    for (const { cost } of Object.values(report.policies)) {
      expect(cost.mean).toBeGreaterThan(cost.low ?? Infinity);
      expect(cost.mean).toBeLessThan(cost.high ?? -Infinity);
    }
  });

  it('asks what forgetting is worth for each remedy that may be mended, and only where both are played', () => {
    expect(report.mended.map(({ remedy }) => remedy)).toEqual(['rollBack', 'flipToggle', 'replaceTasks']);
    for (const { cost, percent } of report.mended) expect([cost.mean, percent.mean].every(Number.isFinite)).toBe(true);
    const [one] = seeds;
    if (one === undefined) throw new Error('no seed was played');
    const { mended: _asked, ...without } = one;
    expect(reportOf([without], INCIDENTS).mended).toEqual([]);
  });

  it('has the fields that programs read', () => {
    const read = JSON.parse(JSON.stringify(report)) as typeof report;
    expect(read).toMatchObject({
      seeds: 3,
      incidents: INCIDENTS,
      policies: {
        ours: {
          cost: { mean: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
          downtimeMinutes: expect.any(Number),
          wrongActions: expect.any(Number),
          escalationRate: expect.any(Number),
        },
      },
    });
  });

  it('compares seed by seed, so that a policy does not differ from itself and what is better is below zero', () => {
    const against = (other: string) => report.differences.find((one) => one.policy === 'ours' && one.against === other);
    expect(against('none')?.percent.mean).toBeLessThan(0);
    expect(against('oracle')?.percent.mean).toBeGreaterThan(0);
    const [seed] = seeds;
    if (seed === undefined) throw new Error('no seed');
    expect(reportOf([seed], INCIDENTS).differences[0]?.minutes.low).toBeNull();
  });

  it('is the same for the same seed, whatever other seeds are simulated', () => {
    const alone = simulateSeed({ seed: 2, incidents: INCIDENTS, policies: POLICY_NAMES });
    expect(JSON.stringify(alone)).toBe(JSON.stringify(seeds[1]));
  });

  it('has the regret of a policy only where the greedy bound was played', () => {
    const few = simulateSeed({ seed: 1, incidents: INCIDENTS, policies: ['none', 'ours'] });
    const small = reportOf([few], INCIDENTS);
    expect(small.policies.ours?.regret).toBeUndefined();
    expect(small.differences.map(({ policy, against }) => [policy, against])).toEqual([['ours', 'none']]);
    expect(report.policies.greedy?.regret?.mean).toBe(0);
  });

  it('tells a person the same, violations first of all', () => {
    expect(textOf(report)).toContain('Every invariant held in every run.');
    expect(textOf({ ...report, violations: ['seed 1, ours: a fault was lost'] })).toContain('1 violations:\nseed 1');
  });
});

describe('the plot', () => {
  it('is well-formed, with a bar for every policy that is no part and a line for every learning curve', () => {
    const svg = plotOf(report);
    expect(unbalanced(svg)).toEqual([]);
    expect(svg.match(/<rect /g)?.length).toBe(
      1 + POLICY_NAMES.filter((name) => !/^ours(Without|With|By)/.test(name)).length,
    );
    expect(svg.match(/stroke-width="2.5"/g)?.length).toBe(2 * 5);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('draws what there is when there is little', () => {
    const few = reportOf([simulateSeed({ seed: 1, incidents: 10, policies: ['ours'] })], 10);
    expect(unbalanced(plotOf(few))).toEqual([]);
    expect(plotOf(few)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the page', () => {
  it('is laid out as the formatter would', async () => {
    const page = pageOf(report);
    expect(await format(page, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' })).toBe(page);
  });

  it('says beside each cost how many people more are woken for it', () => {
    const of = (policy: string, against: string) =>
      report.differences.find((one) => one.policy === policy && one.against === against);
    for (const [policy, against] of [
      ['ours', 'runbook'],
      ['oursOnShipped', 'runbookShipped'],
    ] as const) {
      const { paged } = of(policy, against) ?? {};
      if (paged === undefined) throw new Error(`${policy} was not compared with ${against}`);
      const row = pageOf(report).match(new RegExp(`^\\| \`${policy}\` +\\| \`${against}\` .*$`, 'm'))?.[0];
      expect(row).toContain(`| ${pointsWithInterval(paged)} `);
    }
  });

  it.each([
    { case: 'both reached', percent: { runbook: -8, greedy: 3 }, missed: [] },
    { case: 'the rival too near', percent: { runbook: -7.9, greedy: 2 }, missed: ['−8.0 %'] },
    { case: 'both missed', percent: { runbook: 1, greedy: 3.1 }, missed: ['−8.0 %', '+3.0 %'] },
  ])('says plainly which targets are missed: $case', ({ percent, missed }) => {
    const page = pageOf(withMeans((one) => (one.policy === 'ours' ? percent[one.against as 'runbook'] : undefined)));
    const found = [...page.matchAll(/The target of (\S+ %) [^%]*? (is met|\*\*is missed\*\*), at/g)];
    expect(found).toHaveLength(2);
    expect(found.filter(([, , verdict]) => verdict !== 'is met').map(([, target]) => target)).toEqual(missed);
  });

  it('in the documentation states the assumptions of the world as they are', () => {
    const path = resolve(import.meta.dirname, '../../docs/simulation.md');
    expect(existsSync(path)).toBe(true);
    // Figures take many minutes to make again; what they rest on takes none.
    expect(readFileSync(path, 'utf8')).toContain(assumptionsOf());
  });
});

/** The report with other mean differences of cost, in percent, where one is given. */
function withMeans(meanOf: (difference: Difference) => number | undefined): Report {
  const differences = report.differences.map((one) => ({
    ...one,
    percent: { ...one.percent, mean: meanOf(one) ?? one.percent.mean },
  }));
  return { ...report, differences };
}

/** Tags that are not closed or not opened. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name, attributes] of xml.matchAll(/<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)\/?>/g)) {
    if (closing === '/') {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!isClosedAtOnce(xml, attributes ?? '', name ?? '')) open.push(name ?? '');
  }
  return open;
}

function isClosedAtOnce(xml: string, attributes: string, name: string): boolean {
  return xml.includes(`<${name}${attributes}/>`);
}
