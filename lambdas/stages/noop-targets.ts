/**
 * Targets that are registered nowhere. Elastic Load Balancing deregisters such a target with success and without a
 * change, which shows whether the role may. Registering one again has no such harmless call: ECS may be deregistering
 * that very target.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Known } from '../../core/world/known.ts';
import type { TargetAddress, TargetSnapshot } from '../../core/world/target.ts';
import { singleTargetGroupsOf } from '../../core/catalog/target-groups.ts';

/** Documentation addresses (RFC 5737, RFC 3849) and an invalid instance id: no network has them. */
const NOWHERE = { ipv4: '192.0.2.1', ipv6: '2001:db8::1', instance: 'i-00000000000000000' } as const;

const REGISTER = 'elasticloadbalancing:RegisterTargets';
const DEREGISTER = 'elasticloadbalancing:DeregisterTargets';

export interface AbsentTargets {
  readonly targets: readonly (TargetAddress & { readonly group: string })[];
  readonly notProven: readonly string[];
}

/** One per target group of the service, of the kind that is registered there now; none for an empty group. */
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
