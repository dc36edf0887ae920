/**
 * The activity as HTML for a dashboard: no scripts, no buttons, no resources to load. Colours are marks beside words,
 * chosen for light and dark backgrounds; text takes the colour of its surroundings.
 */
import type { Incident } from '../incident/incident.ts';
import type { HealthState, Outcome } from '../vocabulary.ts';
import { damagedRecords, fleetHealth, type Activity, type IncidentReading } from './activity.ts';
import { html, type Markup } from './html.ts';
import { since, span } from './span.ts';

/** Names of services listed per state: more do not fit on a line. */
const NAMES_MAX = 8;

type Tone = 'good' | 'busy' | 'bad' | 'held';

const TONE_OF_STATE: Readonly<Record<HealthState, Tone>> = {
  Healthy: 'good',
  Degraded: 'bad',
  Failing: 'bad',
  Recovering: 'busy',
  Stabilizing: 'busy',
  Paused: 'held',
  Escalated: 'bad',
};

const TONE_OF_OUTCOME: Readonly<Record<Outcome, Tone>> = {
  healed: 'good',
  recurring: 'held',
  'self-recovered': 'good',
  escalated: 'bad',
  held: 'held',
  failed: 'bad',
  unconfirmed: 'held',
};

/** Middle tones: each at least three to one against white and against the console's dark blue. */
const STYLE: Markup = {
  markup: `<style>
.healer-activity { font-size: 13px; line-height: 1.45; }
.healer-activity h3 { font-size: 14px; margin: 14px 0 4px; }
.healer-activity p { margin: 4px 0; }
.healer-activity table { border-collapse: collapse; width: 100%; }
.healer-activity table.fleet { width: auto; }
.healer-activity th, .healer-activity td { text-align: left; vertical-align: top; padding: 4px 14px 4px 0; border-bottom: 1px solid rgba(128, 128, 128, 0.35); overflow-wrap: anywhere; }
.healer-activity th { font-weight: 600; }
.healer-activity th, .healer-activity .short { white-space: nowrap; overflow-wrap: normal; }
.healer-activity .dim { opacity: 0.75; }
.healer-activity .warning { border-left: 4px solid #d13212; padding-left: 8px; }
.healer-activity i { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 6px; }
.healer-activity i.good { background: #2e8b3d; }
.healer-activity i.busy { background: #1f7fd4; }
.healer-activity i.bad { background: #d13212; }
.healer-activity i.held { background: #8a7a3c; border-radius: 2px; }
</style>`,
};

/** The whole page. Times are UTC; ages count to `activity.at`. */
export function activityPage(activity: Activity): string {
  const { at, open, openLeftOut, ended } = activity;
  const page = html`${STYLE}
    <div class="healer-activity">
      ${unreadable(activity)} ${damaged(activity)}
      <h3>Fleet</h3>
      ${fleet(activity)}
      <h3>Open incidents</h3>
      ${open.length === 0 ? html`<p>None.</p>` : openTable(open, at)}
      ${openLeftOut > 0 ? html`<p class="dim">and ${openLeftOut} more, not shown</p>` : []}
      <h3>Ended last</h3>
      ${ended.length === 0 ? html`<p>None yet.</p>` : endedTable(ended, at)}
      <p class="dim">As of ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC.</p>
    </div>`;
  return page.markup;
}

/** A record that is silently missing would look healthy. */
function unreadable({ services }: Activity): Markup | readonly Markup[] {
  const failed = services.flatMap(({ name, record }) => (record.kind === 'unknown' ? [{ name, why: record.why }] : []));
  const [first] = failed;
  if (first === undefined) return [];
  const names = listed(failed.map(({ name }) => name));
  return html`<p class="warning">
    ${failed.length} of ${services.length} services could not be read, so nothing is known about them here: ${names}
    (${first.why})
  </p>`;
}

/** One line for all damaged records, beside the page of the others. */
function damaged(activity: Activity): Markup | readonly Markup[] {
  const records = damagedRecords(activity);
  const [first] = records;
  if (first === undefined) return [];
  const counted = records.length === 1 ? '1 record is damaged' : `${records.length} records are damaged`;
  return html`<p class="warning">
    ${counted} and not shown: ${listed(records.map(({ name }) => name))} (${first.name}: ${first.why})
  </p>`;
}

function fleet({ services }: Activity): Markup {
  if (services.length === 0) return html`<p>No services are registered.</p>`;
  const rows = fleetHealth(services).map(
    ({ state, services: names }) =>
      html`<tr>
        <td class="short">${mark(TONE_OF_STATE[state])}${state}</td>
        <td class="short">${names.length}</td>
        <td class="dim">${listed(names)}</td>
      </tr>`,
  );
  return html`<table class="fleet">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function openTable(readings: readonly IncidentReading[], at: number): Markup {
  return html`<table>
    <thead>
      <tr>
        <th>Service</th>
        <th>Fails with</th>
        <th>Health</th>
        <th>For</th>
        <th>Decision</th>
        <th>Last event</th>
      </tr>
    </thead>
    <tbody>
      ${readings.map((reading) => (reading.incident.kind === 'known' ? openRow(reading.incident.value, at) : unknownRow(reading)))}
    </tbody>
  </table>`;
}

function openRow(incident: Incident, at: number): Markup {
  const last = incident.timeline.at(-1);
  return html`<tr>
    <td>${incident.service}<br /><span class="dim">${incident.id}</span></td>
    <td>${incident.failureType}</td>
    <td class="short">${mark(TONE_OF_STATE[incident.health])}${incident.health}</td>
    <td class="short">${span(at - incident.onsetAt)}</td>
    <td>${decisionOf(incident)}</td>
    <td>${last?.text ?? ''}<br /><span class="dim">${since(last?.at ?? incident.openedAt, at)}</span></td>
  </tr>`;
}

function decisionOf({ decisions, attempts }: Incident): Markup {
  const decision = decisions.at(-1);
  if (decision === undefined) return html`not decided yet`;
  const tried = attempts.length === 0 ? 'nothing tried' : `attempt ${attempts.length}: ${attempts.at(-1)?.remedy}`;
  return html`${decision.why[0] ?? decision.kind}<br /><span class="dim">${tried}</span>`;
}

function endedTable(readings: readonly IncidentReading[], at: number): Markup {
  return html`<table>
    <thead>
      <tr>
        <th>Service</th>
        <th>Failed with</th>
        <th>Outcome</th>
        <th>Took</th>
        <th>Remedy</th>
        <th>Why</th>
      </tr>
    </thead>
    <tbody>
      ${readings.map((reading) => (reading.incident.kind === 'known' ? endedRow(reading.incident.value, at) : unknownRow(reading)))}
    </tbody>
  </table>`;
}

function endedRow(incident: Incident, at: number): Markup {
  const { outcome, closedAt = at, attempts } = incident;
  const tone = outcome === undefined ? 'bad' : TONE_OF_OUTCOME[outcome];
  return html`<tr>
    <td>${incident.service}<br /><span class="dim">${incident.id}</span></td>
    <td>${incident.failureType}</td>
    <td class="short">${mark(tone)}${outcome ?? 'not closed'}<br /><span class="dim">${since(closedAt, at)}</span></td>
    <td class="short">${span(closedAt - incident.onsetAt)}</td>
    <td class="short">${attempts.map(({ remedy }) => remedy).join(', ') || 'none'}</td>
    <td>${incident.outcomeReason ?? ''}</td>
  </tr>`;
}

function unknownRow({ id, incident }: IncidentReading): Markup {
  const why = incident.kind === 'known' ? '' : incident.why;
  const what = incident.kind === 'damaged' ? 'is damaged' : 'could not be read';
  return html`<tr>
    <td colspan="6">${mark('bad')}${id} ${what}: ${why}</td>
  </tr>`;
}

function mark(tone: Tone): Markup {
  return html`<i class="${tone}"></i>`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX).join(', ');
  return names.length > NAMES_MAX ? `${shown} and ${names.length - NAMES_MAX} more` : shown;
}
