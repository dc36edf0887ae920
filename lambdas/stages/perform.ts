/** Makes one move: the only place where a remedy's wish becomes an AWS call. */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { addressOf, type Move } from '../../core/incident/journal.ts';
import { STOP_REASON_PREFIX } from '../../core/vocabulary.ts';

interface Mover {
  readonly service: ServiceEntry;
  readonly incident: Incident;
}

/** Sets a value, so a repeated move changes nothing. @throws WriteFailed when it may or may not have been made */
export async function perform(
  { services, toggles }: Pick<Ports, 'services' | 'toggles'>,
  { service, incident }: Mover,
  move: Move,
): Promise<void> {
  switch (move.kind) {
    case 'deregisterTarget':
      return await services.deregisterTarget(service, addressOf(move));
    case 'registerTarget':
      return await services.registerTarget(service, addressOf(move));
    case 'setDesiredCount':
      return await services.setDesiredCount(service, move.count);
    case 'stopTask':
      return await services.stopTask(service, move.taskArn, `${STOP_REASON_PREFIX}${incident.id}`);
    case 'setTaskDefinition':
      return await services.setTaskDefinition(service, move.taskDefinitionArn, move.rolloutLimits);
    case 'setRolloutLimits':
      return await services.setRolloutLimits(service, move.rolloutLimits);
    case 'writeToggle':
      return await toggles.write(move.parameter, move.value);
  }
}
