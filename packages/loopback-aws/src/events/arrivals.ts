/**
 * When and how often an event reaches the rules. EventBridge promises at least once, in no order, and says nothing of how
 * soon: the answers that are played make use of that for what AWS services send.
 */
import type { Answers } from '../answers.ts';
import type { AwsEvent } from '../aws-event.ts';

/** The second copy comes while the work on the first is under way. */
const COPY_AFTER_MS = 4_000;
/** `events-late`: one to three of the cloud's shortest periods. */
const LATE_MS = { least: 10_000, most: 30_000 } as const;
/** `events-disordered`: long enough that what happened later arrives earlier. */
const DISORDER_MS = 6_000;

/** Milliseconds of cloud time after which the event arrives, one for each time it does. */
export function arrivalsMs({ source }: AwsEvent, answers: Answers): readonly number[] {
  if (!source.startsWith('aws.')) return [0];
  const late = answers.plays('events-late')
    ? LATE_MS.least + Math.floor(answers.draw('events-late') * (LATE_MS.most - LATE_MS.least))
    : 0;
  const disorder = answers.plays('events-disordered') ? Math.floor(answers.draw('disorder') * DISORDER_MS) : 0;
  const first = late + disorder;
  return answers.plays('events-twice') ? [first, first + COPY_AFTER_MS] : [first];
}
