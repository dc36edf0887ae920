/** What people can do about a claim that no measure of the healer confirmed: believe it, or find its sender. */
import { CLAIM_NOTICE_HOURS } from '../incident/claim.ts';
import type { Incident } from '../incident/incident.ts';
import { labelled, type Line } from './line.ts';

/** The next steps in the one message about the claims of a source. */
export function claimLines({ claim }: Pick<Incident, 'claim'>): readonly Line[] {
  const source = claim?.source ?? 'its source';
  return [
    'if it is true, no measure of the healer sees it: give the failure an alarm (docs/signals.md)',
    `if ${source} did not send it, find out who may put such events (SECURITY.md)`,
    `further claims of ${source} are recorded; for ${CLAIM_NOTICE_HOURS} hours no message reports them`,
  ].map((text) => labelled('Next', text));
}
