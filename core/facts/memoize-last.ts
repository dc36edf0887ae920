/**
 * Several rules ask the same of the same facts: is it load, which tasks are sick, what would a rollback undo. Each
 * answer is computed once per decision. Facts never change after they were read and decisions follow one another, so
 * one remembered answer is enough; a weak map of all facts costs more than the answers.
 */
export function memoizeLast<Facts extends object, Answer>(
  answerTo: (facts: Facts) => Answer,
): (facts: Facts) => Answer {
  let last: { readonly facts: Facts; readonly answer: Answer } | undefined;
  return (facts) => {
    if (last?.facts !== facts) last = { facts, answer: answerTo(facts) };
    return last.answer;
  };
}
