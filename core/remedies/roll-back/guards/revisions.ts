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
  return arn.slice(arn.lastIndexOf('/') + 1);
}

export function familyOf(arn: string): string {
  const revision = revisionOf(arn);
  const colon = revision.indexOf(':');
  return colon < 0 ? revision : revision.slice(0, colon);
}

/** Number of the revision; NaN where the ARN ends in none. */
function numberOf(arn: string): number {
  const number = Number(arn.slice(arn.lastIndexOf(':') + 1));
  return Number.isInteger(number) && number > 0 ? number : NaN;
}

/** Whether `to` is an older revision of the same family than `from`. */
export function isOlder(to: string, from: string): boolean {
  return stepsBack(to, from) > 0;
}

/** How many revisions of its family `to` is older than `from`; NaN where they are of two families, or of none. */
function stepsBack(to: string, from: string): number {
  return familyOf(to) === familyOf(from) ? numberOf(from) - numberOf(to) : NaN;
}

/**
 * What going from `current` back to `target` would take back: every revision above the target up to the current one,
 * deployed or not, for one that failed while it was deployed may have changed a schema all the same. Undefined where the
 * target is not an older revision of the same family, or where they are too many to look at.
 */
export function revisionsTakenBack(target: string, current: string): readonly string[] | undefined {
  const steps = stepsBack(target, current);
  if (!(steps > 0 && steps <= BETWEEN_MAX + 1)) return undefined;
  if (steps === 1) return [current];
  const [base, last] = [current.slice(0, current.lastIndexOf(':')), numberOf(current)];
  return Array.from({ length: steps }, (_, index) => `${base}:${last - steps + 1 + index}`);
}
