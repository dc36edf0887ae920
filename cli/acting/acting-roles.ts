/**
 * `--acting`: asks AWS, by one no-op per acting role, whether the role may do what a heal needs. The state machine calls
 * the acting Lambdas as for a heal, and each writes the present value under its own role. The Lambdas, not this command,
 * decide whether to skip a service.
 */
import type { NoopCall, NoopReport } from '../../core/workflow/noop.ts';
import { ACTION_KINDS, changedBy, type ActionKind } from '../../core/vocabulary.ts';
import { failed, findingOf, warning, type Finding, type Problem } from '../check.ts';
import { isNamed, resourcesOfType, servicesOf, type DeployedStack } from '../deployed-stack.ts';
import type { Waiting } from '../incident/waiting.ts';
import type { World } from '../world.ts';
import { noopsOf, type Noops } from './noop-execution.ts';

export interface ServiceNoops extends Noops {
  readonly service: string;
}

export interface ActingRoles extends Finding {
  readonly noops: readonly ServiceNoops[];
}

/** Makes the no-ops of `service`, or of every service in turn. @throws errors of the SDK */
export async function actingRoles(world: World, waiting: Waiting, service?: string): Promise<ActingRoles> {
  const all = servicesOf(world.stack);
  const chosen = all.filter(({ name }) => service === undefined || name === service);
  if (chosen.length === 0) {
    const fix = `name one of: ${all.map(({ name }) => name).join(', ')}`;
    return {
      status: 'failed',
      detail: `${service ?? 'any service'} is not registered with this healer`,
      fix,
      noops: [],
    };
  }
  const noops: ServiceNoops[] = [];
  for (const { name } of chosen) {
    waiting.say(`No-ops: each acting role of the healer writes the present values of ${name}.`);
    noops.push({ service: name, ...(await noopsOf(world, waiting, name)) });
  }
  const finding = findingOf(problemsOf(world.stack, noops), noops.flatMap(accepted).join('; '));
  const unproven = [...new Set(noops.flatMap(notProven))];
  const left = unproven.length === 0 ? '' : `; not proven, because no call of it is harmless: ${unproven.join(', ')}`;
  return { ...finding, detail: `${finding.detail}${left}`, noops };
}

type Made = Extract<NoopReport, { readonly kind: 'made' }>;

const isMade = (report: NoopReport): report is Made => report.kind === 'made';

function accepted({ service, reports }: ServiceNoops): readonly string[] {
  return reports
    .filter(isMade)
    .map(
      ({ remedy, calls }) =>
        `${service}: ${lambda(remedy)} ${calls.map(({ call, change, said }) => `${call} (${change}) ${said}`).join(', ')}`,
    );
}

function notProven({ reports }: ServiceNoops): readonly string[] {
  return reports.filter(isMade).flatMap((one) => one.notProven);
}

function problemsOf(stack: DeployedStack, noops: readonly ServiceNoops[]): readonly Problem[] {
  return noops.flatMap(({ service, reports, failure }) => {
    const missing = ACTION_KINDS.filter((kind) => !reports.some(({ remedy }) => remedy === kind));
    const silent = failure ?? { text: `no answer of ${missing.map(lambda).join(', ')}`, fix: AGAIN };
    return [
      ...(failure !== undefined || missing.length > 0 ? [failed(`${service}: ${silent.text}`, silent.fix)] : []),
      ...reports.flatMap((report) => reportProblems(stack, { service, report, noneMade: !reports.some(isMade) })),
    ];
  });
}

interface Reported {
  readonly service: string;
  readonly report: NoopReport;
  /** If no Lambda asked AWS for anything, the check proved nothing. */
  readonly noneMade: boolean;
}

function reportProblems(stack: DeployedStack, { service, report, noneMade }: Reported): readonly Problem[] {
  const { remedy } = report;
  if (report.kind === 'unused') return [];
  if (report.kind !== 'made') {
    const text = `${service}: ${lambda(remedy)} made no call: ${report.why}`;
    return [(noneMade ? failed : warning)(text, 'run it again when the reason is gone')];
  }
  const wrong = report.calls.filter(({ answer }) => answer !== 'allowed');
  return wrong.map((call) => {
    const who = `${service}: ${lambda(remedy)}, with the role ${roleOf(stack, remedy)},`;
    const asked = `${call.call} (${call.change})`;
    return failed(`${who} ${WHAT[call.answer]} ${asked}: ${call.said}`, fixOf(service, remedy, call));
  });
}

const WHAT: Readonly<Record<NoopCall['answer'], string>> = {
  allowed: 'may',
  refused: 'may not',
  changed: 'saw more than a no-op after',
  unclear: 'got no clear answer to',
};

const AGAIN = 'run it again; if it fails again, look at the execution in Step Functions';

function fixOf(service: string, remedy: ActionKind, { answer, said }: NoopCall): string {
  if (answer === 'changed')
    return `look at the deployments of ${service} in ECS now, and deploy the revision that should run`;
  if (answer === 'unclear') return 'run it again; if it fails again, the error says what AWS refused';
  if (changedBy(remedy) === 'release' && said.includes('iam:PassRole')) {
    return `add the role that the error names to taskRoles of ${service} and deploy again; if it is listed, the administrator has to allow iam:PassRole`;
  }
  return 'ask the administrator of the account to allow it for that role (policies of the organization, a boundary), or deploy again';
}

/** `ReplaceTasks` for `replaceTasks`, the name of the Lambda. */
function lambda(remedy: ActionKind): string {
  return remedy.slice(0, 1).toUpperCase() + remedy.slice(1);
}

function roleOf(stack: DeployedStack, remedy: ActionKind): string {
  const role = resourcesOfType(stack, 'AWS::IAM::Role').find((one) => isNamed(stack, one, `${lambda(remedy)}Role`));
  return role?.physicalId ?? 'that the stack does not name';
}
