/**
 * Finds toggles that a task definition injects as secrets of its containers. ECS reads those when a task starts, so a
 * flip changes nothing until tasks restart.
 */

/** Whether a secret's `valueFrom` (an ARN, or a name in the same region) is this parameter. */
export function namesParameter(valueFrom: string, parameter: string): boolean {
  return valueFrom === parameter || valueFrom.endsWith(`:parameter/${parameter.replace(/^\//, '')}`);
}

/** The mistake and its fix; the same words at synth and in an account. */
export const INJECTED_TOGGLE = {
  problem:
    'is injected into containers as a secret, which they read only when they start: a flip changes nothing until then',
  fix: 'have the application read the parameter while it runs, and leave it out of `secrets`',
} as const;
