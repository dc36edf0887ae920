/**
 * Runbooks as an operator tries them in a replay: the same schema and the same rules as for those that are deployed, but not
 * the name of the file, and nothing about its examples. An operator who takes a remedy out to see what that would change has not
 * rewritten the examples yet.
 */
import type { Runbook } from '../../core/catalog/runbook.ts';
import { findingsOf } from '../../core/runbook/findings.ts';
import type { RunbookFile } from '../../core/runbook/parse.ts';
import { renderProblem } from '../../core/runbook/problem.ts';
import { findingsBetweenParts, wellFormedParts } from '../../core/runbook/rules.ts';
import { runbookSchema } from '../../core/runbook/schema.ts';
import { readSource } from '../../core/runbook/source.ts';
import * as z from 'zod';
import { fewOf } from './few-problems.ts';

export type ChangedRunbooks =
  | { readonly kind: 'ok'; readonly runbooks: readonly Runbook[] }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

const draftSchema = runbookSchema.omit({ examples: true }).extend({ examples: z.unknown().optional() });

type Draft =
  | { readonly kind: 'ok'; readonly file: string; readonly runbook: Runbook }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** @param recorded failure types there are decisions about: a runbook for another one would change nothing */
export function changedRunbooks(files: readonly RunbookFile[], recorded: ReadonlySet<string>): ChangedRunbooks {
  const drafts = files.map(draftOf);
  const good = drafts.filter((draft) => draft.kind === 'ok');
  const problems = [
    ...drafts.flatMap((draft) => (draft.kind === 'invalid' ? draft.problems : [])),
    ...good.flatMap(({ file, runbook: { failureType } }, index) => {
      if (good.findIndex(({ runbook }) => runbook.failureType === failureType) < index) {
        return [`${file}: another file already has the runbook "${failureType}"; keep one`];
      }
      if (recorded.has(failureType)) return [];
      const there = [...recorded].toSorted().join(', ');
      return [`${file}: no recorded decision is about "${failureType}", so it changes none (recorded: ${there})`];
    }),
  ];
  if (problems.length > 0) return { kind: 'invalid', problems: fewOf(problems) };
  return { kind: 'ok', runbooks: good.map(({ runbook }) => runbook) };
}

function draftOf({ file, text }: RunbookFile): Draft {
  const source = readSource(file, text);
  if (source.kind === 'invalid') return { kind: 'invalid', problems: source.problems.map(renderProblem) };
  const parsed = draftSchema.safeParse(source.data);
  const { examples: _examples, ...parts } = wellFormedParts(source.data);
  const findings = [
    ...(parsed.success ? [] : findingsOf(parsed.error, draftSchema, source.data)),
    // Called after its failure type, it has the right name.
    ...findingsBetweenParts(parts, parts.failureType ?? file),
  ];
  if (!parsed.success || findings.length > 0) {
    return { kind: 'invalid', problems: findings.map((finding) => renderProblem(source.place(finding))) };
  }
  const { examples: _unchecked, ...runbook } = parsed.data;
  return { kind: 'ok', file, runbook };
}
