/** Every addition, in the order in which they are made in the copy. */
import type { Addition } from './addition.ts';
import { FACT_ADDITION } from './fact.ts';
import { HOLD_REASON_ADDITION } from './hold-reason.ts';
import { METRIC_ADDITION } from './metric.ts';
import { PORT_METHOD_ADDITION } from './port-method.ts';
import { REMEDY_ADDITION } from './remedy.ts';
import { SERVICE_OPTION_ADDITION } from './service-option.ts';

export const ADDITIONS: readonly Addition[] = [
  REMEDY_ADDITION,
  METRIC_ADDITION,
  HOLD_REASON_ADDITION,
  FACT_ADDITION,
  PORT_METHOD_ADDITION,
  SERVICE_OPTION_ADDITION,
];
