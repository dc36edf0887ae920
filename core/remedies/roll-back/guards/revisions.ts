/**
 * Names of task definitions: family, revision, and the revisions between two. Revisions of a family are numbered in the
 * order of registration, so a lower number is an older program.
 */

/**
 * Revisions examined between the running one and its predecessor. They were registered and never ran; with more of them
 * the past of the service cannot be told.
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

/** Number of the revision; NaN for an ARN without one. */
function numberOf(arn: string): number {
  const number = Number(arn.slice(arn.lastIndexOf(':') + 1));
  return Number.isInteger(number) && number > 0 ? number : NaN;
}

/** Whether `to` is an older revision of the same family than `from`. */
export function isOlder(to: string, from: string): boolean {
  return stepsBack(to, from) > 0;
}

/** How many revisions `to` is older than `from`; NaN across families, or without numbers. */
function stepsBack(to: string, from: string): number {
  return familyOf(to) === familyOf(from) ? numberOf(from) - numberOf(to) : NaN;
}

/**
 * Every revision that a rollback from `current` to `target` undoes, deployed or not: one that failed while it was
 * deployed may still have changed a schema. Undefined where the target is not an older revision of the same family, or
 * where they are too many to examine.
 */
export function revisionsTakenBack(target: string, current: string): readonly string[] | undefined {
  const steps = stepsBack(target, current);
  if (!(steps > 0 && steps <= BETWEEN_MAX + 1)) return undefined;
  if (steps === 1) return [current];
  const [base, last] = [current.slice(0, current.lastIndexOf(':')), numberOf(current)];
  return Array.from({ length: steps }, (_, index) => `${base}:${last - steps + 1 + index}`);
}
