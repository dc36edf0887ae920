/**
 * The world's parameters as tables: what every number rests on, source or assumption. Made of the data the world itself
 * is made of, so that the page cannot say another number than the code.
 */
import type { Basis } from '../world/basis.ts';
import { CAUSE_ROWS, CAUSES, SYMPTOMS, type Cause, type Symptom } from '../world/causes.ts';
import { FLEET_MIX, shownBy } from '../world/mix.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { PUBLISHED } from '../world/published.ts';
import { REMEDIES, REMEDY_ROWS, type Remedy } from '../world/remedies.ts';
import { GOOD_RUNBOOKS } from '../policies/runbooks.ts';
import { saidByShipped, shippedOrders } from '../policies/shipped.ts';
import { tableOf } from './table.ts';

/** Everything between the heading of the assumptions and the end of the page. */
export function assumptionsOf(): string {
  return [
    '## What is assumed',
    'Every number of the virtual world. A number without a source is an **assumption**: it was not measured.',
    tableOf([['Parameter', 'Value', 'Meaning', 'Basis'], ...parameterRows()]),
    '### Causes',
    'Shares are of all incidents, what passes by itself and false alarms included. “By itself” is the chance that it passes, and the mean minutes if it does. “By change” says whether a deployment or a configuration change brings it.',
    tableOf([
      ['Cause', 'Share', 'By change', 'By itself', 'Load up', 'All tasks', 'Basis of the share'],
      ...CAUSES.map(causeRow),
    ]),
    'Chance that a remedy cures it:',
    tableOf([['Cause', ...REMEDIES.map((remedy) => REMEDY_ROWS[remedy].title), 'Basis'], ...CAUSES.map(cureRow)]),
    'Chance that a remedy that does not cure it makes it worse, and that it merely makes it stay away for a while (both assumptions):',
    tableOf([['Cause', ...REMEDIES.map((remedy) => REMEDY_ROWS[remedy].title)], ...CAUSES.map(harmRow)]),
    'Alarm that it raises (assumption, apart from false alarms of leaks):',
    tableOf([['Cause', ...SYMPTOMS], ...CAUSES.map(symptomRow)]),
    '### Remedies',
    tableOf([['Remedy', 'Minutes', 'Costs by itself', 'Basis'], ...remedyRows()]),
    '### The runbooks',
    'The good runbooks are what an operator would try who also had rolling restarts, which the product has not. Its shipped runbooks are shorter; a percentage is the chance of success that they state, where their order does not say it.',
    tableOf([['Failure', 'Good runbook', 'Shipped runbook'], ...runbookRows()]),
    '### Published figures',
    tableOf([
      ['What', 'Figures', 'Source', 'Use'],
      ...PUBLISHED.map(({ what, figures, source, use }) => [what, figures, source, use]),
    ]),
  ].join('\n\n');
}

function basis({ kind, text }: Basis): string {
  return kind === 'source' ? text : `**assumption**: ${text}`;
}

function parameterRows(): readonly (readonly string[])[] {
  return Object.entries(PARAMETERS).map(([name, parameter]) => {
    const value = `${Number(parameter.value.toFixed(3))} ${parameter.unit}`.trim();
    return [`\`${name}\``, value, parameter.meaning, basis(parameter.basis)];
  });
}

function causeRow(cause: Cause): readonly string[] {
  const { title, byChange, recovers, loadUp, fleetWide, shareBasis } = CAUSE_ROWS[cause];
  const itself = recovers.chance === 0 ? 'never' : `${percent(recovers.chance)}, ${recovers.meanMinutes} min`;
  return [
    title,
    percent(FLEET_MIX[cause]),
    byChange ? 'yes' : 'no',
    itself,
    percent(loadUp),
    percent(fleetWide),
    basis(shareBasis),
  ];
}

function cureRow(cause: Cause): readonly string[] {
  const { title, cures, curesBasis } = CAUSE_ROWS[cause];
  return [
    title,
    ...REMEDIES.map((remedy) => (cures === undefined ? 'none' : percent(cures[remedy]))),
    basis(curesBasis),
  ];
}

function harmRow(cause: Cause): readonly string[] {
  const { title, worsens, relieves } = CAUSE_ROWS[cause];
  return [title, ...REMEDIES.map((remedy) => `${percent(worsens[remedy] ?? 0)}, ${percent(relieves[remedy] ?? 0)}`)];
}

function symptomRow(cause: Cause): readonly string[] {
  const shown = shownBy(cause);
  return [CAUSE_ROWS[cause].title, ...SYMPTOMS.map((symptom) => percent(shown[symptom] ?? 0))];
}

function remedyRows(): readonly (readonly string[])[] {
  return REMEDIES.map((remedy) => {
    const row = REMEDY_ROWS[remedy];
    return [row.title, String(row.minutes), `${row.disruptionMinutes} min`, basis(row.basis)];
  });
}

function runbookRows(): readonly (readonly string[])[] {
  const shipped = shippedOrders();
  return SYMPTOMS.map((symptom) => {
    const steps = shipped[symptom].map((remedy) => shippedStep(symptom, remedy));
    const good = GOOD_RUNBOOKS[symptom].map((remedy) => REMEDY_ROWS[remedy].title);
    return [`\`${symptom}\``, good.join(', '), steps.join(', ')];
  });
}

function shippedStep(symptom: Symptom, remedy: Remedy): string {
  const { priorSuccess } = saidByShipped(symptom, remedy);
  return `${REMEDY_ROWS[remedy].title}${priorSuccess === undefined ? '' : ` (${percent(priorSuccess)})`}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
