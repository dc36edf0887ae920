/**
 * The rooms of the core from the bottom to the top: a file imports from its own room and from those below. Words first, then
 * what people configured and what was read, then the incident, then what is made of it. `docs/architecture.md` has the same list.
 */
export const CORE_LAYERS: readonly string[] = [
  '.',
  'holds',
  'limits',
  'catalog',
  'world',
  'signal',
  'memory',
  'incident',
  'ports',
  'people',
  'intake',
  'service-kind',
  'facts',
  'remedies',
  'decide',
  'verify',
  'notify',
  'transitions',
  'aftercare',
  'stored',
  'workflow',
  'sweep',
  'activity',
  'telemetry',
  'cost',
  'runbook',
  'config',
];
