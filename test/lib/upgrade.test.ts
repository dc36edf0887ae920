/** A deployment with a changed runbook or one more service: what was learnt and what is under way must outlive it. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHOP, shopTemplate } from './support/shop.ts';
import { templateOf, type TemplateJson } from './support/templates.ts';
import { newCluster, newHealer, newService, newStack } from './support/user-app.ts';

/** Types whose replacement would lose what is in them, or what is running in them, or the links people subscribed to. */
const KEPT = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
  'AWS::Logs::LogGroup',
  'AWS::Lambda::Function',
  'AWS::IAM::Role',
];

/** Of those, what a deployment may change: code and what the Lambdas are told, neither of which replaces anything. */
const MAY_CHANGE = ['AWS::Lambda::Function'];

/** The shipped runbooks with another limit for CPU. */
function otherRunbooks(): string {
  const directory = mkdtempSync(join(tmpdir(), 'healer-runbooks-'));
  cpSync('runbooks', directory, { recursive: true });
  const file = join(directory, 'high-cpu.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/above: \d+ %/, 'above: 71 %');
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return directory;
}

function kept(template: TemplateJson) {
  return Object.entries(template.Resources).filter(([, { Type }]) => KEPT.includes(Type));
}

function ids(template: TemplateJson): readonly string[] {
  return kept(template).map(([id, { Type }]) => `${Type} ${id}`);
}

function unchangeable(template: TemplateJson): unknown {
  return kept(template).filter(([, { Type }]) => !MAY_CHANGE.includes(Type));
}

/** Properties of a Lambda that only a new one can have. */
function replacedWith(template: TemplateJson): unknown {
  return kept(template).map(([id, { Properties }]) => [id, Properties['FunctionName'], Properties['PackageType']]);
}

function objects(more: boolean): TemplateJson {
  const stack = newStack();
  const cluster = newCluster(stack);
  const healer = newHealer(stack);
  if (more) healer.heals(newService(stack, 'First', { cluster }));
  healer.heals(newService(stack, 'Web', { cluster }));
  return templateOf(stack);
}

const MORE = [...SHOP.services, { name: 'stock', cluster: 'third' }];
const before = shopTemplate();

describe.each([
  { case: 'a changed runbook', before, after: shopTemplate({ runbooksDirectory: otherRunbooks() }) },
  { case: 'one more service', before, after: shopTemplate({ services: MORE }) },
  { case: 'one service fewer', before, after: shopTemplate({ services: MORE.slice(0, 1) }) },
  { case: 'one more service before the others', before: objects(false), after: objects(true) },
])('a deployment of $case', ({ before: old, after }) => {
  const mine = (template: TemplateJson): TemplateJson => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => id.startsWith('Healer'))),
  });

  it('changes something', () => {
    expect(mine(after).Resources).not.toEqual(mine(old).Resources);
  });

  it('keeps every resource that holds something, under its logical id', () => {
    expect(ids(mine(old)).length).toBeGreaterThan(30);
    expect(ids(mine(after))).toEqual(ids(mine(old)));
  });

  it('does not touch table, topic, queue, brake and state machine at all', () => {
    expect(unchangeable(mine(after))).toEqual(unchangeable(mine(old)));
  });

  it('gives the Lambdas nothing that takes a new Lambda', () => {
    expect(replacedWith(mine(after))).toEqual(replacedWith(mine(old)));
  });

  it('would leave the table even if its stack were deleted', () => {
    const tables = kept(mine(after)).filter(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable');
    expect(tables.map(([, { DeletionPolicy: policy }]) => policy)).toEqual(['Retain']);
  });
});
