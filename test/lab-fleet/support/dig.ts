/**
 * Looks into answers without knowing their types: a path of names and numbers, where `*` means every element.
 */

/** The value at `path`, e.g. `services.0.deployments.*.status`; throws where the path leads nowhere. */
export function dig(value: unknown, path: string): unknown {
  const [step, ...rest] = path.split('.');
  if (step === undefined || step === '') return value;
  if (step === '*' && Array.isArray(value)) return value.map((item) => dig(item, rest.join('.')));
  if (typeof value !== 'object' || value === null || !(step in value))
    throw new Error(`no ${step} in ${JSON.stringify(value)}`);
  return dig(Reflect.get(value, step), rest.join('.'));
}

/** A value that must be there. */
export function sure<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('nothing there');
  return value;
}
