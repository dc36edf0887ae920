/**
 * The schema of a runbook file: every key, its description, and the rules within a part. Editor completion and error
 * messages use the descriptions. Rules between parts are in `rules.ts`; the transformations here produce the parts of
 * the catalog's `Runbook`.
 */
import * as z from 'zod';
import { exampleSchema } from './example.ts';
import { addMistake } from './problem.ts';
import { readLimit, written } from './quantity.ts';
import { remediesSchema } from './remedies-schema.ts';
import { signalSchema } from './signal-schema.ts';
import { verificationSchema } from './verification-schema.ts';
import { watchSchema } from './watch-schema.ts';

/** More attempts would be a storm, whatever the window. */
const ATTEMPTS_MAX = 10;
/** A failure type is part of alarm names and keys; `all` already means every runbook. */
const FAILURE_TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const FAILURE_TYPE_LENGTH_MAX = 40;

const failureType = z
  .string()
  .refine((text) => FAILURE_TYPE.test(text) && text.length <= FAILURE_TYPE_LENGTH_MAX && text !== 'all', {
    error: ({ input }) => `${JSON.stringify(input)} is not a failure type`,
    params: { allowed: [`a-z, 0-9 and single - inside, at most ${FAILURE_TYPE_LENGTH_MAX} characters, not "all"`] },
  })
  .meta({ description: 'the failure, as the file is named: high-cpu in high-cpu.yaml', examples: ['high-cpu'] });

const line = (description: string) => z.string().trim().min(1).max(200).describe(description);

const limits = written(readLimit)
  .superRefine(({ attemptsMax, windowMinutes }, context) => {
    if (attemptsMax < 1 || attemptsMax > ATTEMPTS_MAX) {
      const fix = `write 1 to ${ATTEMPTS_MAX} attempts`;
      addMistake(context, { problem: `${attemptsMax} attempts are not a limit`, fix });
    }
    if (windowMinutes < 10) {
      const problem = `a window of ${windowMinutes} minutes is shorter than one heal`;
      addMistake(context, { problem, fix: 'write at least 10 minutes' });
    }
  })
  .meta({
    description: 'attempts within a sliding window, such as "3 per 60 minutes"',
    examples: ['3 per 60 minutes'],
  });

export const runbookSchema = z
  .strictObject({
    failureType,
    title: line('the failure in a few words, for the subject of a message'),
    summary: z.string().trim().min(1).max(1000).describe('what goes wrong, how it shows, and what usually helps'),
    owner: line('the team or person who answers for this runbook'),
    severity: z.enum(['critical', 'high', 'low']).describe('how urgent it is while it is not healed'),
    watch: z.array(watchSchema).max(10).default([]).describe('metrics an alarm is made for'),
    signals: z.array(signalSchema).max(10).default([]).describe('events that start it, besides alarms'),
    remedies: remediesSchema.describe('what to try, in the order a person would; the last is page'),
    verification: verificationSchema.describe('when it counts as recovered'),
    limits,
    escalation: z
      .strictObject({
        nextSteps: z
          .array(line('one thing to look at'))
          .min(1)
          .max(10)
          .describe('what the person who is paged should look at, first things first'),
      })
      .describe('what a paged person is told'),
    examples: z.array(exampleSchema).min(1).max(50).describe('situations with the decision expected'),
  })
  .meta({ title: 'Healer runbook', description: 'how one failure of an ECS service is found, healed and verified' });

export type RunbookDocument = z.output<typeof runbookSchema>;
