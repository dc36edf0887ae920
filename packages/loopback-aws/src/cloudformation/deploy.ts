/**
 * Creates everything a template names, in order, through one table of resource types. A type or a property the table
 * does not know is refused with its logical id: what deploys in the cloud is understood by the cloud.
 */
import { unsupported } from '../aws-service.ts';
import { isObject, onlyFields, type Json } from '../fields.ts';
import { resolve, type Names } from './intrinsics.ts';
import type { Template, TemplateResource } from './template.ts';

/** A resource that exists: what `Ref` and `Fn::GetAtt` answer. */
interface Created {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** How one resource type is created. */
export interface ResourceKind {
  /** Every property the cloud understands, or has looked at and needs not act on. */
  readonly properties: readonly string[] | 'any';
  create(resource: ResolvedResource): Created | Promise<Created>;
}

export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  /** Resolved to plain values. */
  readonly properties: Json;
  readonly template: Template;
  /** A name for resources the template leaves unnamed. */
  readonly defaultName: string;
}

/** A deployed resource, kept for inspection: roles and policies are compared with recorded calls. */
interface StackResource extends Created {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  readonly metadata: Json;
}

export interface Stack {
  readonly name: string;
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Creates the resources of `template`; throws at the first one that cannot be created. */
export async function deployTemplate(
  template: Template,
  kinds: Readonly<Record<string, ResourceKind>>,
): Promise<Stack> {
  const resources = new Map<string, StackResource>();
  const names: Names = {
    ref: (name) => resources.get(name)?.ref ?? template.parameters[name],
    attribute: (logicalId, attribute) => resources.get(logicalId)?.attributes?.[attribute],
    condition: (name) => template.condition(name),
  };
  for (const resource of template.resources) refuseUnknown(resource, kinds);
  for (const resource of template.resources)
    resources.set(resource.logicalId, await create(resource, template, { kinds, names }));
  const outputs = Object.entries(template.outputs).map(([name, output]) => [
    name,
    resolve(isObject(output) ? output['Value'] : output, names),
  ]);
  return { name: template.stackName, resources, outputs: Object.fromEntries(outputs) as Record<string, unknown> };
}

/** All problems at once, before anything is created. */
function refuseUnknown(
  { logicalId, type, properties }: TemplateResource,
  kinds: Readonly<Record<string, ResourceKind>>,
): void {
  const kind = kinds[type];
  if (kind === undefined) throw unsupported(`${logicalId}: resource type ${type}`);
  if (kind.properties !== 'any') onlyFields(`${type} ${logicalId}`, properties, kind.properties);
}

interface Creation {
  readonly kinds: Readonly<Record<string, ResourceKind>>;
  readonly names: Names;
}

async function create(
  resource: TemplateResource,
  template: Template,
  { kinds, names }: Creation,
): Promise<StackResource> {
  const { logicalId, type } = resource;
  try {
    const properties = resolve(resource.properties, names) as Json;
    const metadata = resolve(resource.metadata, names) as Json;
    const defaultName = `${template.stackName}-${logicalId}`;
    const created = await kinds[type]?.create({ logicalId, type, properties, template, defaultName });
    if (created === undefined) throw unsupported(`resource type ${type}`);
    return { logicalId, type, properties, metadata, ...created };
  } catch (error) {
    throw new Error(
      `${logicalId} (${type}) could not be created: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
