/**
 * Generates `docs/permissions.md`: every action of every role, with resource, condition and reason. It reads the
 * synthesized stack, so the page cannot differ from it. Pure.
 */
import type { ExplainedRole } from './explained-roles.ts';
import type { Conditions } from './permission.ts';

/** The whole page. `config` is the file that was synthesized. */
export function permissionsDocument(roles: readonly ExplainedRole[], config: string): string {
  return `${[
    '# What it may do',
    `Every permission of every role, as \`${config}\` is synthesized: its two services, and nothing else. A service is under
the healer's hands because it is listed; one that is not listed appears in no policy. ARNs are short: they are all of
the account and region of the stack. Tests compare this page with the template, judge every call of the lab's scenarios
by these policies, and try calls that must be refused.`,
    `**One fence is not IAM's:** \`ecs:StopTask\` reaches every task of a cluster that has a registered service, also those of
services that are not registered, because the ARN of a task does not name its service. The healer itself asks ECS whose a
task is before it stops it, and stops none of another service. If that is not enough, give services that must never be
touched a cluster of their own.`,
    ...roles.flatMap(roleSection),
    ...deniedSection(roles),
    ...unusedSection(roles),
  ].join('\n\n')}\n`;
}

function roleSection({ name, allowed }: ExplainedRole): readonly string[] {
  const rows = allowed.map((permission) => [
    codes(permission.actions),
    codes(permission.resources.map(short)),
    conditionText(permission.conditions ?? {}),
    [permission.why, permission.wildcard ?? ''].filter(Boolean).join(' '),
  ]);
  return [`## ${name}`, table(['Action', 'On', 'Only if', 'Why'], rows)];
}

function deniedSection(roles: readonly ExplainedRole[]): readonly string[] {
  const groups = Map.groupBy(
    roles.flatMap(({ name, denied }) => denied.map((permission) => ({ name, permission }))),
    ({ permission }) => JSON.stringify(permission),
  );
  const rows = [...groups.values()].flatMap((group) => {
    const permission = group[0]?.permission;
    if (permission === undefined) return [];
    return [[codes(permission.actions), codes(permission.resources.map(short)), permission.why]];
  });
  const free = roles.filter(({ denied }) => denied.length === 0).map(({ name }) => name);
  const whom =
    free.length === 0 ? 'every role' : `every role but ${free.join(', ')}, which can do nothing but the above`;
  return [
    '## Denied',
    `Denied to ${whom}: a denial wins, whatever is granted later.`,
    table(['Action', 'On', 'Why'], rows),
  ];
}

function unusedSection(roles: readonly ExplainedRole[]): readonly string[] {
  const reasons = roles.flatMap(({ name, allowed }) =>
    allowed.flatMap((permission) =>
      Object.entries(permission.unexercised ?? {}).map(([use, reason]) => ({ name, use, reason })),
    ),
  );
  const rows = [...Map.groupBy(reasons, ({ reason }) => reason)].map(([reason, group]) => [
    [...new Set(group.map(({ name }) => name))].join(', '),
    codes([...new Set(group.map(({ use }) => use))]),
    reason,
  ]);
  return [
    '## Granted, and used in no scenario of the lab',
    'Everything else was used by the deployed Lambdas in a scenario, and was needed.',
    table(['Role', 'Permission', 'Why it is granted all the same'], rows),
  ];
}

/** `ecs:cluster` is one of `cluster/shop`; or a key that must be present, or must not. */
function conditionText(conditions: Conditions): string {
  const parts = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => {
      if (operator === 'Null') return `\`${key}\` is ${value === 'true' ? 'absent' : 'present'}`;
      return `${operator} \`${key}\`: ${codes([value].flat().map(short))}`;
    }),
  );
  return parts.join('; ');
}

/** Drops the prefix that all ARNs of the stack share, and hashes. */
function short(resource: string): string {
  return resource
    .replace(/^arn:<AWS::Partition>:[a-z0-9]+:<AWS::Region>:<AWS::AccountId>:/, '')
    .replace(/<Healer(\w+?)[0-9A-F]{8}(?:\.Arn)?>/, '<$1>');
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
