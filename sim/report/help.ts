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
  --replay FILE [--runbook FILE …]     decides recorded decisions again, with these runbooks instead of the recorded
                                       ones; FILE has one {"facts": …, "decision": …} a line, the decision if known
  --write-docs                         docs/simulation.md, docs/simulation.svg and docs/metastable.svg, of the default run

Policies:
${POLICY_NAMES.map((name) => `  ${name.padEnd(NAME_WIDTH)}${POLICIES[name].title}`).join('\n')}
`;
