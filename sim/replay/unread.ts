/**
 * What a changed runbook asks of recorded facts that were not read then. A decision that hangs on it cannot be told, and is
 * not to be taken for one on what is empty. The other way round, facts that the changed runbook would not have had read
 * are put aside, so that the decision is the one the healer would have made.
 */
import type { Runbook } from '../../core/catalog/runbook.ts';
import { choose } from '../../core/decide/decide.ts';
import type { Change } from '../../core/vocabulary.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { mayChange, RELEASES_NOT_READ, togglesNotRead } from '../../core/decide/not-read.ts';

/** What was not read and the runbook needs, in words; undefined where nothing is missing, or nothing hangs on it. */
export function unreadFor(recorded: Facts, runbook: Runbook): string | undefined {
  const missing = [
    ...(adds('release', recorded, runbook) && !releasesRead(recorded) ? ['deployments'] : []),
    ...(adds('toggle', recorded, runbook) && !togglesRead(recorded) ? ['toggles'] : []),
  ];
  return missing.length > 0 && hangsOnRemedies(recorded, runbook) ? missing.join(' and ') : undefined;
}

/** The facts as the healer would have gathered them with the runbook. */
export function asReadFor(facts: Facts, runbook: Runbook): Facts {
  return {
    ...facts,
    runbook,
    ...(mayChange(runbook, 'release') ? {} : { releases: RELEASES_NOT_READ }),
    ...(mayChange(runbook, 'toggle') ? {} : { toggles: togglesNotRead(facts.service) }),
  };
}

function adds(change: Change, recorded: Facts, runbook: Runbook): boolean {
  return mayChange(runbook, change) && !mayChange(recorded.runbook, change);
}

/** Earlier versions recorded what they had not read as if there were none, and without the healer's own record. */
function releasesRead({ releases }: Facts): boolean {
  return releases.kind === 'known' && (releases.value.deployments.length > 0 || releases.value.record !== undefined);
}

/** Only those matter that could be switched. */
function togglesRead({ service, toggles, incident }: Facts): boolean {
  const helpful = service.toggles.filter(({ helps }) => helps.includes(incident.failureType));
  return helpful.every(({ name }) => toggles[name]?.kind === 'value');
}

/** Whether it is the remedies that decide, and not something that comes before them: the alarm, a storm, a limit. */
function hangsOnRemedies(facts: Facts, runbook: Runbook): boolean {
  const remedies = runbook.remedies.filter(({ remedy }) => remedy === 'page');
  const { holds } = choose({ ...facts, stance: { mode: 'auto' }, runbook: { ...runbook, remedies } });
  return holds.some(({ reason }) => reason === 'no-remedy-left');
}
