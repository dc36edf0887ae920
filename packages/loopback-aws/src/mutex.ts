/** One piece of work at a time, in order of arrival: what makes the lab's DynamoDB transactions isolated. */

/** Returns a function that runs works one after the other; a failing work does not stop the next. */
export function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined); // The caller of that work gets its error.
    return result;
  };
}
