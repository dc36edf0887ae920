/**
 * Reads a synthesized template and its asset manifest from a cloud assembly directory, decides which resources exist
 * and in which order they can be created.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, object, optionalText, text, type Json } from '../fields.ts';
import { pseudoParameters, referencesIn, resolve, type Names } from './intrinsics.ts';

export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  /** As written; what DescribeStackResource shows of it is resolved. */
  readonly metadata: Json;
  readonly dependsOn: readonly string[];
}

export interface Template {
  readonly stackName: string;
  /** In an order in which each comes after what it refers to. */
  readonly resources: readonly TemplateResource[];
  readonly outputs: Json;
  /** Parameters and pseudo parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  condition(name: string): boolean;
  /** The directory of the asset with that hash, as in a function's `S3Key`. */
  assetDirectory(s3Key: string): string;
}

/** Loads `<stackName>.template.json` from `directory`. */
export function loadTemplate(directory: string, stackName: string): Template {
  const document = readJson(join(directory, `${stackName}.template.json`));
  const parameters = { ...pseudoParameters(stackName), ...defaults(object(document, 'Parameters')) };
  const conditions = object(document, 'Conditions');
  const names: Names = {
    ref: (name) => parameters[name],
    attribute: () => undefined,
    condition: (name) => resolve(conditions[name], names) === true,
  };
  const present = Object.entries(object(document, 'Resources')).filter(([, resource]) => {
    const condition = isObject(resource) ? resource['Condition'] : undefined;
    return condition === undefined || names.condition(String(condition));
  });
  return {
    stackName,
    parameters,
    resources: inOrder(present.map(([logicalId, resource]) => readResource(logicalId, resource))),
    outputs: object(document, 'Outputs'),
    condition: (name) => names.condition(name),
    assetDirectory: (s3Key) => assetDirectory(directory, stackName, s3Key),
  };
}

function readJson(path: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(value)) throw new Error(`${path} is not a JSON object`);
  return value;
}

/** Only defaults: the cloud deploys what can be deployed without an answer from a person. */
function defaults(parameters: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const value = isObject(parameter) ? parameter['Default'] : undefined;
      if (value === undefined) throw new Error(`parameter ${name} has no default`);
      return [name, String(value)];
    }),
  );
}

function readResource(logicalId: string, resource: unknown): TemplateResource {
  if (!isObject(resource)) throw new Error(`${logicalId} is not a resource`);
  const properties = object(resource, 'Properties');
  const metadata = object(resource, 'Metadata');
  const explicit = resource['DependsOn'] === undefined ? [] : [resource['DependsOn']].flat().map(String);
  const dependsOn = [...explicit, ...referencesIn(properties), ...referencesIn(metadata)];
  return { logicalId, type: text(resource, 'Type'), properties, metadata, dependsOn };
}

function inOrder(resources: readonly TemplateResource[]): readonly TemplateResource[] {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const ordered = new Set<TemplateResource>();
  const visit = (resource: TemplateResource, path: readonly string[]): void => {
    if (ordered.has(resource)) return;
    if (path.includes(resource.logicalId))
      throw new Error(`circular dependency: ${[...path, resource.logicalId].join(' → ')}`);
    for (const id of resource.dependsOn) {
      const dependency = byId.get(id);
      if (dependency !== undefined) visit(dependency, [...path, resource.logicalId]);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource, []);
  return [...ordered];
}

function assetDirectory(directory: string, stackName: string, s3Key: string): string {
  const hash = s3Key.replace(/\.[^.]+$/, '');
  const manifest = join(directory, `${stackName}.assets.json`);
  const files = existsSync(manifest) ? object(readJson(manifest), 'files') : {};
  const file = isObject(files[hash]) ? files[hash] : {};
  const path = join(directory, optionalText(object(file, 'source'), 'path') ?? `asset.${hash}`);
  if (!existsSync(path)) throw new Error(`asset ${hash} is not in ${directory}`);
  return path;
}
