/**
 * Targets that are registered nowhere: to deregister one succeeds and changes nothing, says Elastic Load Balancing, so it
 * shows whether a role may. To register one again has no such answer: ECS may be taking that very target out.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Known } from '../../core/world/known.ts';
import type { TargetAddress, TargetSnapshot } from '../../core/world/target.ts';
import { singleTargetGroupsOf } from '../../core/catalog/target-groups.ts';

/** Addresses for documentation (RFC 5737, RFC 3849), and an instance id that is none: no network has them. */
const NOWHERE = { ipv4: '192.0.2.1', ipv6: '2001:db8::1', instance: 'i-00000000000000000' } as const;

const REGISTER = 'elasticloadbalancing:RegisterTargets';
const DEREGISTER = 'elasticloadbalancing:DeregisterTargets';

export interface AbsentTargets {
  readonly targets: readonly (TargetAddress & { readonly group: string })[];
  readonly notProven: readonly string[];
}

/** One for each target group of the service, of the kind that is registered there now; none where nothing is. */
export function absentTargets(service: ServiceEntry, registered: Known<readonly TargetSnapshot[]>): AbsentTargets {
  const groups = singleTargetGroupsOf(service).map(({ arn }) => arn);
  if (groups.length === 0) return { targets: [], notProven: [] };
  const [like] = registered.kind === 'known' ? registered.value : [];
  if (like === undefined) return { targets: [], notProven: [DEREGISTER, REGISTER] };
  const target = { id: NOWHERE[kindOf(like.id)], port: like.port };
  return { targets: groups.map((group) => ({ ...target, group })), notProven: [REGISTER] };
}

function kindOf(id: string): keyof typeof NOWHERE {
  if (id.startsWith('i-')) return 'instance';
  return id.includes(':') ? 'ipv6' : 'ipv4';
}
