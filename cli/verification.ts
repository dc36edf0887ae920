/**
 * Runs the whole check: reads the deployed stack once, makes every read-only check, then the test incident or the no-ops.
 */
import { actingRoles, type ServiceNoops } from './acting/acting-roles.ts';
import { made, type CheckResult } from './check.ts';
import type { Clients } from './clients.ts';
import { readStack, type DeployedStack } from './deployed-stack.ts';
import type { IncidentReport } from './incident/judge-incident.ts';
import { testIncident } from './incident/test-incident.ts';
import type { Waiting } from './incident/waiting.ts';
import { nothingLeftBehind } from './left-behind/nothing-left-behind.ts';
import { READ_ONLY_CHECKS } from './read-only-checks.ts';
import type { World } from './world.ts';

export interface Verification {
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  readonly results: readonly CheckResult[];
  /** Absent without a test incident. */
  readonly incident?: IncidentReport;
  /** The report of each acting Lambda, with `--acting`. */
  readonly acting?: readonly ServiceNoops[];
}

export interface VerificationOptions {
  readonly stack: string;
  readonly readOnly: boolean;
  readonly service?: string;
  /** Instead of the test incident; for `service`, or for every service. */
  readonly acting?: boolean;
  /** Instead of all other checks. */
  readonly beforeDestroy?: boolean;
}

const INCIDENT = { id: 'incident', title: 'A test incident in observe is decided and told' } as const;

const ACTING = { id: 'acting', title: 'Every acting role may act (one no-op each)' } as const;

/** If one of these fails, no signal can arrive, so there is no test incident. */
const NEEDED_FOR_INCIDENT = ['stack', 'alarms', 'rules', 'state-machine'];

/** @throws CannotVerify when the stack does not exist or has no healer. */
export async function verification(
  clients: Clients,
  options: VerificationOptions,
  waiting: Waiting,
): Promise<Verification> {
  const stack = await readStack(clients.cloudformation, options.stack);
  const world: World = { stack, clients, now: waiting.now };
  const results: CheckResult[] = [];
  for (const check of options.beforeDestroy === true ? [nothingLeftBehind] : READ_ONLY_CHECKS) {
    waiting.say(`Checking: ${check.title}`);
    results.push(await made(check, world));
  }
  if (options.beforeDestroy === true) return all(stack, results);
  if (options.acting === true) return await withNoops(world, { results, waiting, service: options.service });
  if (options.readOnly) {
    return all(stack, [...results, { ...INCIDENT, status: 'skipped', detail: 'skipped by --read-only' }]);
  }
  const broken = results.filter(({ id, status }) => status === 'failed' && NEEDED_FOR_INCIDENT.includes(id));
  if (broken.length > 0) {
    const detail = `not made: no signal would come through (${broken.map(({ id }) => id).join(', ')})`;
    return all(stack, [...results, { ...INCIDENT, status: 'skipped', detail }]);
  }
  return withIncident(world, { results, waiting, service: options.service });
}

interface Given {
  readonly results: readonly CheckResult[];
  readonly waiting: Waiting;
  readonly service: string | undefined;
}

async function withNoops(world: World, { results, waiting, service }: Given): Promise<Verification> {
  let acting: readonly ServiceNoops[] = [];
  const run = async () => {
    const { noops, ...finding } = await actingRoles(world, waiting, service);
    acting = noops;
    return finding;
  };
  const result = await made({ ...ACTING, run }, world);
  const incident = { ...INCIDENT, status: 'skipped', detail: 'skipped by --acting' } as const;
  return { ...all(world.stack, [...results, result, incident]), acting };
}

async function withIncident(world: World, given: Given): Promise<Verification> {
  let report: IncidentReport | undefined;
  const run = async () => {
    const { report: found, ...finding } = await testIncident(world, given.waiting, given.service);
    report = found;
    return finding;
  };
  const result = await made({ ...INCIDENT, run }, world);
  return { ...all(world.stack, [...given.results, result]), ...(report !== undefined && { incident: report }) };
}

function all({ name, region, account }: DeployedStack, results: readonly CheckResult[]): Verification {
  return { stack: name, region, account, results };
}
