/** Asks the lab's matcher the questions the Ruler is asked, and finds where the two do not say the same. */
import { AwsError } from 'loopback-aws/aws-service.ts';
import { compilePattern } from 'loopback-aws/events/pattern.ts';
import type { Question, Verdict } from './ask-ruler.ts';

/** An operator the lab says it does not have: no answer, and no wrong one either. */
export type LabVerdict = Verdict | { readonly kind: 'unsupported'; readonly why: string };

const UNSUPPORTED = 501;

export function askLab([pattern, events]: Question): LabVerdict {
  try {
    const matches = compilePattern(pattern);
    return { kind: 'matched', matches: events.map((event) => matches(event)) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { kind: error.status === UNSUPPORTED ? 'unsupported' : 'refused', why: error.message };
  }
}

/** What the two say differently about a question, in words; nothing where they agree. */
export function disagreements([pattern, events]: Question, lab: LabVerdict, ruler: Verdict): readonly string[] {
  if (lab.kind === 'unsupported') return [];
  const what = `pattern ${JSON.stringify(pattern)}`;
  if (lab.kind === 'refused' || ruler.kind === 'refused') {
    if (lab.kind === ruler.kind) return [];
    return [lab.kind === 'refused' ? `${what}: only the lab refuses (${lab.why})` : `${what}: only the Ruler refuses`];
  }
  return events.flatMap((event, index) =>
    lab.matches[index] === ruler.matches[index]
      ? []
      : [
          `${what}, event ${JSON.stringify(event)}: the lab says ${lab.matches[index]}, the Ruler ${ruler.matches[index]}`,
        ],
  );
}
