/**
 * Records the grants to send signals for services. A service may be registered after the grant, so the sources, and
 * grants that allow nothing, are known only at synthesis.
 */
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Problem } from '../core/runbook/problem.ts';
import type { CompiledHealer } from './compiled-healer.ts';
import { registeredName } from './registrations.ts';
import type { RegisteredService } from './service-name.ts';

/** The service of a grant: the construct given to `heals`, or its name there; absent means every service. */
export type GrantedService = IBaseService | string | undefined;

/** The sources that may report failures of the service, sorted; empty if the configuration has problems. */
export function grantedSources(
  compiled: CompiledHealer,
  service: GrantedService,
  registered: readonly RegisteredService[],
): readonly string[] {
  if (compiled.kind === 'invalid') return [];
  const name = service === undefined ? undefined : registeredName(service, registered);
  const entries = Object.values(compiled.bundled.services).filter((entry) => name === undefined || entry.name === name);
  return [...new Set(entries.flatMap(({ signalSources }) => signalSources ?? []))].toSorted();
}

/** Grants that allow no event. */
export function emptyGrants(
  compiled: CompiledHealer,
  granted: readonly GrantedService[],
  registered: readonly RegisteredService[],
): readonly Problem[] {
  if (compiled.kind === 'invalid') return [];
  return granted.flatMap((service): readonly Problem[] => {
    if (grantedSources(compiled, service, registered).length > 0) return [];
    const name = service === undefined ? 'any service' : `service "${registeredName(service, registered)}"`;
    const fix = "write signals: [{ source: 'shop.checkout' }] where the service is registered, or leave the grant out";
    return [{ file: 'grantSignal()', path: ['service'], problem: `no source is listed for ${name}`, fix }];
  });
}
