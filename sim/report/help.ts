/** What `--help` prints. */
import { POLICIES, POLICY_NAMES } from '../policies/registry.ts';

const NAME_WIDTH = Math.max(...POLICY_NAMES.map((name) => name.length)) + 2;

export const HELP = `Plays healing policies against each other in a virtual fleet, on the same incidents.

  node sim/main.ts                     20 seeds × 4,000 incidents, all policies
  --seeds N                            so many worlds, seeds 1 to N
  --seed N                             this one world; the same figures every time
  --incidents N                        so many incidents in each
  --policies a,b                       only these
  --json                               one JSON object
  --replay FILE                        decides recorded decisions again and says which would be others; FILE is what
                                       npm run decisions --silent prints, or the lab keeps with --decisions
  --runbook FILE                       with this runbook instead of the recorded one of the same failure; may be repeated
  --policy FILE                        with these numbers to choose by, YAML or JSON, such as "pageMinutes: {critical: 15}"
  --write-docs                         docs/simulation.md, docs/simulation.svg and docs/metastable.svg, of the default run
  --help                               this

Policies:
${POLICY_NAMES.map((name) => `  ${name.padEnd(NAME_WIDTH)}${POLICIES[name].title}`).join('\n')}
`;
