/**
 * `--before-destroy`: checks that nothing which a heal changed is still in force. Without the healer no one would restore
 * it, and a feature that was switched off for a night would stay off. Journals say what was changed; Parameter Store and
 * ECS say whether it still is.
 */
import { DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs';
import { serviceNamed } from '../../core/catalog/catalog.ts';
import { type ServiceEntry } from '../../core/catalog/service.ts';
import { quotedForeign } from '../../core/foreign-text.ts';
import { leftBehind, type LeftBy } from '../../core/aftercare/left-behind.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { putParameter } from '../../core/notify/put-parameter.ts';
import { undoParameter, UNDO_WORD } from '../../core/people/undo.ts';
import { ssmToggles } from '../../lambdas/adapters/ssm-toggles.ts';
import { failed, findingOf, warning, type Problem } from '../check.ts';
import { tableOf } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';
import { incidentsIn } from './incidents-in.ts';

export const nothingLeftBehind: AccountCheck = {
  id: 'left-behind',
  title: 'Nothing that a heal changed is left',
  run: async (world) => {
    const { incidents, damaged } = await incidentsIn(world.clients.dynamodb, tableOf(world.stack));
    const open = incidents.filter(({ phase }) => phase !== 'closed');
    const problems: Problem[] = [...open.map(underWay), ...damaged.map(unreadable)];
    for (const left of leftBehind(incidents)) problems.push(...(await problemsOf(world, left)));
    return findingOf(problems, `${incidents.length} incidents, and nothing that they changed is still in force`);
  },
};

function underWay({ id, service }: Incident): Problem {
  return failed(
    `${service}: incident ${id} is under way`,
    'wait for the message that it has ended, then run this again',
  );
}

function unreadable(key: string): Problem {
  const text = `${quotedForeign(key)} cannot be read, so its changes are unknown`;
  return failed(text, 'look at its item in the table, and at its messages');
}

async function problemsOf(world: World, left: LeftBy): Promise<readonly Problem[]> {
  return left.kind === 'toggle' ? await toggleProblems(world, left) : await serviceProblems(world, left);
}

async function toggleProblems(
  { clients }: World,
  { incident, parameter, value, previous }: Extract<LeftBy, { kind: 'toggle' }>,
): Promise<readonly Problem[]> {
  const reading = await ssmToggles(clients.ssm).read(parameter);
  if (reading.kind !== 'value') return reading.kind === 'absent' ? [] : [unsure(incident, parameter, reading.why)];
  if (reading.value === previous) return [];
  const was = `a heal wrote ${quotedForeign(value)}, before it was ${quotedForeign(previous)}`;
  if (reading.value !== value) return [unsure(incident, parameter, `holds ${quotedForeign(reading.value)}; ${was}`)];
  const text = `${incident.service}: ${parameter} is still ${quotedForeign(value)}; ${was} (${since(incident)})`;
  return [failed(text, `${askBack(incident)}; or write it yourself: ${putParameter(parameter, previous)}`)];
}

async function serviceProblems(
  { stack, clients }: World,
  left: Exclude<LeftBy, { kind: 'toggle' }>,
): Promise<readonly Problem[]> {
  const { incident } = left;
  const entry = serviceNamed({ ...stack.catalog, runbooks: {} }, incident.service);
  if (entry === undefined) return [unsure(incident, `its ${left.kind}`, 'the service is not registered any more')];
  const { services } = await clients.ecs.send(
    new DescribeServicesCommand({ cluster: entry.cluster, services: [entry.ecsService] }),
  );
  const service = services?.[0];
  return service === undefined ? [] : judged({ left, entry, service });
}

interface Looked {
  readonly left: Exclude<LeftBy, { kind: 'toggle' }>;
  readonly entry: ServiceEntry;
  readonly service: Service;
}

function judged({ left, entry, service }: Looked): readonly Problem[] {
  const { incident } = left;
  const update = `aws ecs update-service --cluster ${entry.cluster} --service ${entry.ecsService}`;
  if (left.kind === 'rollout-limits') {
    const most = service.deploymentConfiguration?.maximumPercent;
    if (most !== left.narrow) return [];
    const text = `${entry.name}: deployments still start one task at a time (maximumPercent ${most}, before ${left.usual}; ${since(incident)})`;
    return [failed(text, `wait until the healer restores it, or deploy with maximumPercent ${left.usual}`)];
  }
  const { desiredCount = 0 } = service;
  if (desiredCount <= left.from) return [];
  if (desiredCount !== left.to) {
    const others = `wants ${desiredCount} tasks; a heal raised it from ${left.from} to ${left.to}, but the count was changed since`;
    return [unsure(incident, 'its count', others)];
  }
  const text = `${entry.name}: still wants ${left.to} tasks; a heal raised it from ${left.from} (${since(incident)})`;
  return [failed(text, `${askBack(incident)}; or set it yourself: ${update} --desired-count ${left.from}`)];
}

/** Neither what the healer left nor the earlier value: a person has to judge. */
function unsure({ service, id }: Incident, what: string, why: string): Problem {
  return warning(`${service}: ${what}: ${why} (${id})`, 'check whether the present value is right');
}

function since({ id, openedAt }: Incident): string {
  return `${id} of ${new Date(openedAt).toISOString().slice(0, 10)}`;
}

/** The same command as in the messages of the incident. */
function askBack(incident: Incident): string {
  return `undo it while the healer is in auto: ${putParameter(undoParameter(incident), UNDO_WORD)}`;
}
