/**
 * A table that the version before wrote: leases, windows and incidents, but no account, no record of who fails, and no
 * remedies in the log of attempts. A heal that is under way while the healer is deployed goes on as if nothing was.
 */
import { DeleteItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { FRESH_ACCOUNT } from '../../core/limits/account.ts';
import { ACCOUNT_POLICY } from '../../core/limits/policy.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { BOUNDS, MINUTE, opening, reservation, sampleIncident, START } from './samples.ts';

export interface UpgradePorts {
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly table: { readonly client: DynamoDBClient; readonly name: string };
}

export function limitsUpgradeContract(make: () => Promise<UpgradePorts>): void {
  /** One heal under way, as the version before left it. */
  async function before() {
    const ports = await make();
    const { limits, ledger, table } = ports;
    await ledger.admit(opening());
    await limits.reserve(reservation());
    for (const [pk, sk] of [
      ['ACCOUNT#limits', 'ACCOUNT'],
      ['SICK#fleet', 'SVC#checkout'],
    ] as const) {
      await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: pk }, sk: { S: sk } } }));
    }
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { pk: { S: 'LIMIT#checkout' }, sk: { S: 'LIMIT' } },
        UpdateExpression: 'SET #log = :log',
        ExpressionAttributeNames: { '#log': 'log' },
        ExpressionAttributeValues: { ':log': { S: JSON.stringify([{ attemptId: 'inc-1#1', at: START }]) } },
      }),
    );
    return ports;
  }

  const look = { incidentId: 'inc-2', service: 'checkout', bounds: BOUNDS, now: START + MINUTE };

  it('is read: no service fails, nothing is used up, attempts have no remedy', async () => {
    const { limits } = await before();
    expect(await limits.storm()).toBeUndefined();
    expect(await limits.fleet(look)).toEqual({
      sick: [],
      account: FRESH_ACCOUNT,
      log: [{ attemptId: 'inc-1#1', at: START }],
    });
  });

  it('keeps its holders: they are granted what they were granted, and renew it, and no other incident gets their group', async () => {
    const { limits } = await before();
    const now = START + MINUTE;
    expect(await limits.reserve(reservation({ now }))).toMatchObject({ kind: 'granted', fence: 1 });
    expect(await limits.renew({ group: 'shop', incidentId: 'inc-1', fence: 1 }, now)).toBeDefined();
    const rival = await limits.reserve(reservation({ incidentId: 'inc-2', service: 'basket', now }));
    expect(rival).toMatchObject({ kind: 'denied', hold: { reason: 'group-busy' } });
  });

  it('still counts its attempts', async () => {
    const { limits } = await before();
    await limits.release({ group: 'shop', incidentId: 'inc-1' });
    const next = reservation({ incidentId: 'inc-2', attemptsMax: 1, now: START + MINUTE });
    expect(await limits.reserve(next)).toMatchObject({ kind: 'denied', hold: { reason: 'attempts-exhausted' } });
    expect(await limits.reserve({ ...next, attemptsMax: 2 })).toMatchObject({ kind: 'granted', fence: 2 });
  });

  it('takes what its attempts came to, and how its incidents ended', async () => {
    const { limits, ledger } = await before();
    const outcome = { attemptId: 'inc-1#1', service: 'checkout', helped: false, at: START + MINUTE };
    expect(await limits.report(outcome, ACCOUNT_POLICY)).toBe('recorded');
    const incident = sampleIncident({ phase: 'closed', outcome: 'escalated', closedAt: START + MINUTE });
    expect((await ledger.close(incident, 1)).kind).toBe('closed');
    const { sick, account } = await limits.fleet(look);
    expect(sick).toMatchObject([{ service: 'checkout', well: false }]);
    expect(account.breaker.outcomes).toEqual([outcome]);
  });
}
