/**
 * Names of task definitions: which family, which revision, and which revisions lie between two. Revisions of a family
 * are numbered in the order they were registered, so a lower number is an older program.
 */

/**
 * Revisions looked at between the one that runs and the one before it. They were registered and came to nothing: a
 * pipeline that leaves more of them behind is not one whose past can be told from here.
 */
const BETWEEN_MAX = 5;

/** `family:revision` of a task definition's ARN. */
export function revisionOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

export function familyOf(arn: string): string {
  return revisionOf(arn).split(':')[0] ?? arn;
}

/** Number of the revision; undefined where the ARN ends in none. */
function numberOf(arn: string): number | undefined {
  const number = /:(\d+)$/.exec(revisionOf(arn))?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Whether `to` is an older revision of the same family than `from`. */
export function isOlder(to: string, from: string): boolean {
  const [older, newer] = [numberOf(to), numberOf(from)];
  return older !== undefined && newer !== undefined && familyOf(to) === familyOf(from) && older < newer;
}

/**
 * What going from `current` back to `target` would take back: every revision above the target up to the current one,
 * deployed or not, for one that failed while it was deployed may have changed a schema all the same. Undefined where the
 * target is not an older revision of the same family, or where they are too many to look at.
 */
export function revisionsTakenBack(target: string, current: string): readonly string[] | undefined {
  const [from, to] = [numberOf(target), numberOf(current)];
  if (from === undefined || to === undefined || !isOlder(target, current) || to - from > BETWEEN_MAX + 1) {
    return undefined;
  }
  const base = current.slice(0, current.lastIndexOf(':'));
  return Array.from({ length: to - from }, (_, index) => `${base}:${from + 1 + index}`);
}
