/**
 * Numbers to choose by, as an operator tries them in a replay: a YAML or JSON file with some of those of `DecisionPolicy`,
 * the rest as production has them. Only a replay reads it: production chooses by its own numbers.
 */
import * as z from 'zod';
import { DECISION_POLICY, type DecisionPolicy } from '../../core/decide/policy.ts';
import { findingsOf } from '../../core/runbook/findings.ts';
import type { RunbookFile } from '../../core/runbook/parse.ts';
import { renderProblem } from '../../core/runbook/problem.ts';
import { readSource } from '../../core/runbook/source.ts';
import type { Tier } from '../../core/vocabulary.ts';
import { fewOf } from './few-problems.ts';

export type ChangedPolicy =
  | { readonly kind: 'ok'; readonly policy: DecisionPolicy }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Beliefs of no attempts at all are none, and ones of a thousand could never be learnt away. */
const attempts = z.number().min(0.1).max(1_000);
/** More than a day is no answer to an alarm. */
const minutes = z
  .number()
  .min(1)
  .max(24 * 60);
const factor = z.number().min(0).max(100);

const schema = z.strictObject({
  priorAttempts: attempts.describe('how many attempts the prior of the runbook counts as, such as 4').exactOptional(),
  poolAttempts: attempts.describe('how many attempts of the service outweigh the fleet, such as 8').exactOptional(),
  gateDeviations: z.number().min(0).max(10).describe('a number of standard deviations, such as 1').exactOptional(),
  pageMinutes: byTier(minutes).describe('minutes until a paged person has fixed it, by tier').exactOptional(),
  disruptionWeight: byTier(factor).describe('the weight of a minute of disruption, by tier').exactOptional(),
  peakFactor: factor.describe('how many times more disruption weighs in peak hours, such as 2').exactOptional(),
  harmMinutes: z
    .number()
    .min(0)
    .max(24 * 60)
    .describe('minutes that a harm costs, such as 10')
    .exactOptional(),
  harmMeanMax: z.number().min(0).max(1).describe('a share of attempts from 0 to 1, such as 0.15').exactOptional(),
  harmsMin: z.number().min(0).max(1_000).describe('a number of harms, such as 1.4').exactOptional(),
} satisfies Readonly<Record<keyof DecisionPolicy, z.ZodType>>);

function byTier(value: z.ZodNumber) {
  return z.strictObject({
    critical: value.exactOptional(),
    standard: value.exactOptional(),
    batch: value.exactOptional(),
  } satisfies Readonly<Record<Tier, z.ZodType>>);
}

/** Production's numbers with those of the file in their place. */
export function changedPolicy({ file, text }: RunbookFile): ChangedPolicy {
  const known = Object.keys(schema.shape).join(', ');
  const empty = { kind: 'invalid', problems: [`${file}: it changes nothing; write one or more of ${known}`] } as const;
  if (text.trim() === '') return empty;
  const source = readSource(file, text);
  if (source.kind === 'invalid') {
    // Its advice is for runbooks.
    return { kind: 'invalid', problems: source.problems.map(({ fix: _fix, ...rest }) => renderProblem(rest)) };
  }
  const parsed = schema.safeParse(source.data);
  if (!parsed.success) {
    const findings = findingsOf(parsed.error, schema, source.data);
    return { kind: 'invalid', problems: fewOf(findings.map((finding) => renderProblem(source.place(finding)))) };
  }
  const { pageMinutes, disruptionWeight, ...numbers } = parsed.data;
  if (Object.keys(parsed.data).length === 0) return empty;
  const policy = {
    ...DECISION_POLICY,
    ...numbers,
    pageMinutes: { ...DECISION_POLICY.pageMinutes, ...pageMinutes },
    disruptionWeight: { ...DECISION_POLICY.disruptionWeight, ...disruptionWeight },
  };
  return { kind: 'ok', policy };
}
