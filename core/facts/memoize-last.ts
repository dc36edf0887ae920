/**
 * Several rules ask the same question of the same facts: is it load, which tasks are sick, what would be taken back. It is
 * answered once for a decision. Facts are never changed after they were read, so only the last ones need remembering: a
 * decision is over before the next one begins, and a weak map of all of them costs more than the answers do.
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
