/**
 * A written template after a deployment that never was: every reference gets a value that says what it refers to, so that
 * a test can tell whether the right name arrived.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flat, type TemplateJson } from './templates.ts';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
};

export interface DeployedLambda {
  /** Its code, as the assembly has it. */
  readonly directory: string;
  /** Its `CATALOG_REFERENCES`. */
  readonly references: string;
}

export function deployedTemplate(file: string): TemplateJson {
  return JSON.parse(readFileSync(file, 'utf8')) as TemplateJson;
}

/** Properties of all resources of a type as short text, by their names where they have one, else by logical id. */
export function flatTemplate(template: TemplateJson, type: string): ReadonlyMap<string, string> {
  const all = Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  return new Map(
    all.map(([id, { Properties }]) => [String(Properties['AlarmName'] ?? id), JSON.stringify(flat(Properties))]),
  );
}

/** Every Lambda of the template that is told names. */
export function resolved(template: TemplateJson, assembly: string): readonly DeployedLambda[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .flatMap(({ Properties }) => {
      const { Code: code, Environment: environment } = Properties as unknown as LambdaProperties;
      const references = environment?.Variables['CATALOG_REFERENCES'];
      if (references === undefined) return [];
      return [{ directory: join(assembly, `asset.${code.S3Key.replace('.zip', '')}`), references: value(references) }];
    });
}

interface LambdaProperties {
  readonly Code: { readonly S3Key: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

function value(part: unknown): string {
  if (typeof part === 'string') return part;
  const { Ref: ref, 'Fn::Join': join, 'Fn::GetAtt': attribute, 'Fn::Select': select } = part as Intrinsics;
  if (ref !== undefined) return PSEUDO[ref] ?? ref;
  if (join !== undefined) return join[1].map(value).join(join[0]);
  if (attribute !== undefined) return attribute.join('.');
  if (select !== undefined) return `part ${select[0]} of ${JSON.stringify(select[1]).replaceAll(/[^\w:]/g, '')}`;
  throw new Error(`no value for ${JSON.stringify(part)}`);
}

interface Intrinsics {
  readonly Ref?: string;
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Select'?: readonly [number, unknown];
}
