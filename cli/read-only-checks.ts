/** Every read-only check in the order of the report: independent checks come first. */
import { alarmsExist } from './checks/alarms-exist.ts';
import { alarmSeries } from './checks/alarm-series.ts';
import { alarmsHaveData } from './checks/alarms-have-data.ts';
import { brakesOutOfReach } from './checks/brakes-out-of-reach.ts';
import { deadLettersEmpty } from './checks/dead-letters-empty.ts';
import { overrideReadable } from './checks/override.ts';
import { passedRoles } from './checks/passed-roles.ts';
import { rolesAllowed } from './checks/roles-allowed.ts';
import { rulesEnabled } from './checks/rules-enabled.ts';
import { servicesExist } from './checks/services-exist.ts';
import { stackComplete } from './checks/stack-complete.ts';
import { stateMachineActive } from './checks/state-machine.ts';
import { taskMetricsPresent } from './checks/task-metrics.ts';
import { togglesReadable } from './checks/toggles-readable.ts';
import { topicConfirmed } from './checks/topic-confirmed.ts';
import type { AccountCheck } from './world.ts';

export const READ_ONLY_CHECKS: readonly AccountCheck[] = [
  stackComplete,
  overrideReadable,
  servicesExist,
  togglesReadable,
  alarmsExist,
  alarmSeries,
  alarmsHaveData,
  taskMetricsPresent,
  rulesEnabled,
  stateMachineActive,
  rolesAllowed,
  passedRoles,
  brakesOutOfReach,
  topicConfirmed,
  deadLettersEmpty,
];
