/**
 * Handles a claim for Decide and the last-moment check: reads the healer's own measures of it, and either makes the claim
 * the service's open incident or says why it stays a claim. The core decides whether a measure agrees.
 */
import { runbookFor, type Catalog } from '../../core/catalog/catalog.ts';
import {
  confirmingAlarms,
  confirmingMetrics,
  corroboration,
  uncorroborated,
  type Measured,
} from '../../core/decide/corroboration.ts';
import { confirmedClaim, lookedAfterBy, standingClaims } from '../../core/incident/claim.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { watchedAlarm } from '../../core/intake/admit.ts';
import type { Hold } from '../../core/holds/hold.ts';
import { latestValues } from './read-facts.ts';
import { readAlarms } from './read-alarms.ts';
import type { Loaded, StageWorld } from './stage.ts';

const ALARMS_READ_MAX = 100;

type ClaimWorld = StageWorld & Pick<Ports, 'metrics'>;

/** The claim as a normal incident, or what is known of it while it is unconfirmed. */
export type ClaimState =
  | { readonly kind: 'confirmed'; readonly loaded: Loaded }
  /** `takenBack`: the source of the claim withdrew it, and no other claim stands. */
  | { readonly kind: 'claimed'; readonly loaded: Loaded; readonly measured: Measured; readonly takenBack: boolean };

/**
 * Confirms the claim if a measure agrees and the service has no other open incident. It also asks about the claims that
 * joined; the first one with which a measure agrees becomes the subject of the incident.
 */
export async function confirmClaim(world: ClaimWorld, found: Loaded): Promise<ClaimState> {
  const signals = await world.ledger.signals(found.incident.id);
  const standing = standingClaims(
    found.incident,
    signals.map(({ signal }) => signal),
  ).flatMap((incident) => withRunbook(world.catalog, { ...found, incident }));
  const takenBack = standing.length === 0;
  const looks: Extract<ClaimState, { kind: 'claimed' }>[] = [];
  for (const loaded of takenBack ? [found] : standing) {
    const look = await confirmOne(world, loaded);
    if (look.kind === 'confirmed') return look;
    looks.push({ ...look, takenBack });
  }
  // If another incident handles one of the claims, the others still count.
  const first = looks.find(({ loaded }) => loaded.incident.claim?.lookedAfterBy === undefined) ?? looks[0];
  if (first === undefined) throw new Error(`incident ${found.incident.id} is no claim`);
  return first;
}

/** Empty when the failure of the claim has no runbook for this service any more. */
function withRunbook(catalog: Catalog, loaded: Loaded): readonly Loaded[] {
  const runbook = runbookFor(catalog, loaded.service, loaded.incident.failureType);
  return runbook === undefined ? [] : [{ ...loaded, runbook }];
}

type Look =
  | Extract<ClaimState, { kind: 'confirmed' }>
  | { readonly kind: 'claimed'; readonly loaded: Loaded; readonly measured: Measured };

async function confirmOne(world: ClaimWorld, loaded: Loaded): Promise<Look> {
  const { incident, runbook } = loaded;
  const { ledger, clock } = world;
  const record = await ledger.service(incident.service);
  const other = lookedAfterBy(record, incident, clock.now());
  const measured = await readMeasures(world, loaded);
  if (other !== undefined) return { kind: 'claimed', loaded: lookedAfter(loaded, other), measured };
  const said = corroboration(runbook, measured);
  if (said.kind !== 'agrees') return { kind: 'claimed', loaded, measured };
  const now = clock.now();
  const alarms = confirmingAlarms(measured.watched, measured.alarms);
  const confirmed = await ledger.confirm(confirmedClaim(incident, record, { alarms, words: said.words, now }), now);
  // Another incident was opened in between; the next look finds it.
  if (confirmed === undefined) return { kind: 'claimed', loaded, measured };
  return { kind: 'confirmed', loaded: { ...loaded, incident: confirmed } };
}

function lookedAfter(loaded: Loaded, lookedAfterBy: string): Loaded {
  const { incident } = loaded;
  return incident.claim === undefined
    ? loaded
    : { ...loaded, incident: { ...incident, claim: { ...incident.claim, lookedAfterBy } } };
}

/** Why no move is allowed now for an application's report; empty for every other incident. */
export async function claimHoldsOf(world: ClaimWorld, loaded: Loaded): Promise<readonly Hold[]> {
  if (loaded.incident.trigger.kind !== 'custom') return [];
  const why = uncorroborated(loaded.runbook, await readMeasures(world, loaded));
  return why === undefined ? [] : [why];
}

/** The alarms registered for the incident's failure, which may confirm the claim. */
export function claimAlarms(catalog: Catalog, { incident, service }: Loaded): readonly WatchedAlarm[] {
  if (incident.trigger.kind !== 'custom') return [];
  const known = new Set(incident.alarms.map(({ alarmName }) => alarmName));
  return Object.entries(catalog.alarms)
    .filter(([name, entry]) => isAbout(entry, incident) && !known.has(name))
    .map(([name]) => watchedAlarm(name, catalog, service));
}

function isAbout(entry: Catalog['alarms'][string], { service, failureType }: Incident): boolean {
  return entry.service === service && entry.failureType === failureType;
}

async function readMeasures(
  { metrics, catalog, clock }: ClaimWorld,
  loaded: Loaded,
): Promise<Measured & { readonly watched: readonly WatchedAlarm[] }> {
  const asked = [...loaded.incident.alarms, ...claimAlarms(catalog, loaded)].slice(0, ALARMS_READ_MAX);
  const [{ snapshots, alarms: watched }, values] = await Promise.all([
    readAlarms(metrics, asked, loaded.service),
    latestValues(metrics, loaded.service, confirmingMetrics(loaded.runbook), clock.now()),
  ]);
  return { alarms: snapshots, values, watched };
}
