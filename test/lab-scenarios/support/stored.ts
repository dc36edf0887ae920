/** What lies in the healer's table of a running lab, read as an operator reads it. */
import type { Lab } from '../../../lab/lab.ts';
import { jsonCall } from '../../lab/support/aws.ts';

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

export interface Stored {
  /** What memory counts for a service, one entry for each remedy. */
  credits(service: string): readonly { readonly attempts: number; readonly successes: number }[];
  /** Ends of the leases of all groups; 0 is a lease given back. */
  readonly leaseEnds: readonly number[];
  /** How many incidents were ever opened. */
  readonly incidents: number;
}

export async function storedIn({ cloud, stack }: Lab): Promise<Stored> {
  const table = [...stack.resources.values()].find(({ type }) => /^AWS::DynamoDB::(Global)?Table$/.test(type));
  const answer = await jsonCall(cloud.endpoint, 'DynamoDB_20120810.Scan', { TableName: table?.ref });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const items = answer.body['Items'] as readonly Item[];
  return {
    credits: (service) =>
      items
        .filter((item) => textOf(item, 'pk').startsWith('MEM#') && textOf(item, 'sk').startsWith(`${service}#`))
        .map((item) => ({ attempts: numberOf(item, 'attempts'), successes: numberOf(item, 'successes') })),
    leaseEnds: items.filter((item) => textOf(item, 'sk') === 'LEASE').map((item) => numberOf(item, 'until')),
    incidents: items.filter((item) => textOf(item, 'sk') === 'INCIDENT').length,
  };
}

function textOf(item: Item, name: string): string {
  return item[name]?.S ?? '';
}

function numberOf(item: Item, name: string): number {
  return Number(item[name]?.N ?? Number.NaN);
}
