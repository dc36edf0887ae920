/**
 * AWS's Event Ruler, the engine behind EventBridge, against the lab's matcher: random patterns and events, and every rule
 * of the stack on every documented event. A difference fails with the pair that shows it, and the seed to see it again.
 */
import { describe, expect, it } from 'vitest';
import { askLab, disagreements } from './event-ruler/ask-lab.ts';
import { askRuler, type Question, type Verdict } from './event-ruler/ask-ruler.ts';
import { chance } from './event-ruler/chance.ts';
import { DOCUMENTED_EVENTS } from './event-ruler/documented-events.ts';
import { KNOWN_DIFFERENCES } from './event-ruler/known-differences.ts';
import { mutated, randomEvent } from './event-ruler/random-event.ts';
import { randomPattern } from './event-ruler/random-pattern.ts';
import { aimed, templateRules } from './event-ruler/template-rules.ts';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { prove } from './report/proved.ts';
import { exampleTemplate } from './synthesized.ts';

/** Another seed, another hundred thousand pairs: ORACLE_SEED=… sets it. */
const SEED = Number(process.env['ORACLE_SEED'] ?? 20_261_121);
const PATTERNS = 27_500;
const PAIRS_MIN = 100_000;
/** Near misses of each documented event for each rule. */
const NEAR_MISSES = 40;
/** Differences shown: the shortest say most. */
const SHOWN = 10;

const { java } = oracleParts();

describe.runIf(java.kind === 'ready')("AWS's Event Ruler", () => {
  const part = (): Extract<typeof java, { kind: 'ready' }> => ready(java) as Extract<typeof java, { kind: 'ready' }>;
  const about = () => ({ oracle: 'Event Ruler', version: versionOf(part(), 'event-ruler') });

  it('matches and refuses random patterns as the lab does', async (context) => {
    const by = chance(SEED);
    const questions = Array.from({ length: PATTERNS }, (): Question => {
      const event = randomEvent(by);
      const events = [event, mutated(by, event), mutated(by, event), mutated(by, mutated(by, event))];
      return [randomPattern(by, event), events];
    });
    const { different, pairs, matched, refused } = compare(questions, await askRuler(part(), questions));
    expect(different, `seed ${SEED}`).toEqual([]);
    expect(pairs).toBeGreaterThanOrEqual(PAIRS_MIN);
    const share = Math.round((100 * matched) / pairs);
    prove(context, {
      ...about(),
      proved: `${pairs} random pairs (seed ${SEED}), ${share} % matching, answered alike; ${refused} wrong patterns refused alike`,
    });
  });

  it('lets every rule of the stack take and leave the same events', async (context) => {
    const by = chance(SEED);
    const rules = templateRules(exampleTemplate());
    const samples = Object.values(DOCUMENTED_EVENTS);
    const questions = rules.map(({ pattern }): Question => {
      const aimedAt = samples.map((sample) => aimed(sample, pattern));
      const misses = aimedAt.flatMap((event) => Array.from({ length: NEAR_MISSES }, () => mutated(by, event)));
      return [pattern, [...samples, ...aimedAt, ...misses]];
    });
    const verdicts = await askRuler(part(), questions);
    const { different, pairs, matched, refused } = compare(questions, verdicts);
    expect(different).toEqual([]);
    expect(refused).toBe(0);
    // An aimed event that no rule takes would prove nothing.
    for (const [index, { id }] of rules.entries()) expect(matchesOf(verdicts[index]), id).toContain(true);
    expect(matched).toBeLessThan(pairs);
    prove(context, {
      ...about(),
      proved: `${rules.length} rules of the template on ${samples.length} documented events and near misses: ${pairs} pairs alike`,
    });
  });

  it('still differs where it is known to', async (context) => {
    const questions = KNOWN_DIFFERENCES.map(({ pattern, event }): Question => [pattern, [event]]);
    const verdicts = await askRuler(part(), questions);
    const now = KNOWN_DIFFERENCES.map((one, index) => ({
      case: one.case,
      lab: matchesOf(askLab(questions[index] ?? [{}, []]))[0],
      ruler: matchesOf(verdicts[index])[0],
    }));
    expect(now).toEqual(KNOWN_DIFFERENCES.map(({ case: name, lab, ruler }) => ({ case: name, lab, ruler })));
    // What both answer alike is no difference, whatever the list says of it.
    expect(now.filter(({ lab, ruler }) => lab === ruler)).toEqual([]);
    prove(context, { ...about(), proved: `${KNOWN_DIFFERENCES.length} known differences are still there` });
  });
});

function matchesOf(verdict: { readonly kind: string; readonly matches?: readonly boolean[] } | undefined) {
  return verdict?.matches ?? [];
}

function compare(questions: readonly Question[], verdicts: readonly Verdict[]) {
  const different: string[] = [];
  let [pairs, matched, refused] = [0, 0, 0];
  for (const [index, question] of questions.entries()) {
    const ruler = verdicts[index];
    if (ruler === undefined) throw new Error('a question was not answered');
    const lab = askLab(question);
    different.push(...disagreements(question, lab, ruler));
    if (lab.kind === 'refused') refused += 1;
    if (lab.kind !== 'matched') continue;
    pairs += lab.matches.length;
    matched += lab.matches.filter(Boolean).length;
  }
  const shortest = different.toSorted((a, b) => a.length - b.length).slice(0, SHOWN);
  return { different: shortest, pairs, matched, refused };
}
