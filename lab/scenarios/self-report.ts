/**
 * What the healer says about itself, held against what it did: the metrics CloudWatch made of its Lambdas' logs, and the
 * page its dashboard shows. A count above the truth is a problem; one below it is told apart, because a Lambda that is
 * killed between its write and its line is one.
 */
import { wasHealed } from '../../core/vocabulary.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { TELEMETRY_NAMESPACE, type TelemetryMetricName } from '../../core/telemetry/metrics.ts';
import type { Lab } from '../lab.ts';

export interface SelfReport {
  /** What it claims and did not do, one sentence each. */
  readonly problems: readonly string[];
  /** What it did and did not count, likewise. */
  readonly uncounted: readonly string[];
}

/** The shortest period the lab's metrics are kept in. */
const BUCKET_MS = 10_000;
/** What still fails goes on to be healed; it is seldom at work for so many periods without a pause. */
const LOOKS_MAX = 8;

/** Compares once nothing more was done for as long as a metric takes to be seen. */
export async function selfReport(lab: Lab, incidents: () => readonly Incident[]): Promise<SelfReport> {
  let truth = truthOf(incidents());
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    // A metric can be read once its period is over.
    await lab.clock.sleep(2 * BUCKET_MS);
    const before = JSON.stringify(truth);
    truth = truthOf(incidents());
    if (JSON.stringify(truth) === before) break;
  }
  const ended = incidents().filter(isClosed);
  const counts = Object.entries(truth).map(([name, did]) => ({ name, did, says: samples(lab, name) }));
  const told = counts.map(({ name, did, says }) => ({ did, says, text: `${name}: ${says} counted, ${did} true` }));
  return {
    problems: [
      ...told.filter(({ did, says }) => says > did).map(({ text }) => text),
      ...(await pageProblems(lab, ended)),
    ],
    uncounted: told.filter(({ did, says }) => says < did).map(({ text }) => text),
  };
}

type Truth = Readonly<Partial<Record<TelemetryMetricName, number>>>;

/** How often each metric must have been emitted for these incidents. */
function truthOf(incidents: readonly Incident[]): Truth {
  const ended = incidents.filter(isClosed);
  return {
    Attempts: incidents.flatMap(({ attempts }) => attempts).length,
    // Each is emitted by two sets of dimensions.
    Outcomes: 2 * ended.length,
    TimeToRecovery: ended.filter(({ outcome }) => wasHealed(outcome)).length,
    FalsePositives: ended.filter(recoveredByItself).length,
    DecisionLatency: incidents.filter(({ decisions }) => decisions.length > 0).length,
  };
}

function isClosed({ phase }: Incident): boolean {
  return phase === 'closed';
}

/** Not with a dependency that was healed meanwhile. */
function recoveredByItself({ outcome, decisions }: Incident): boolean {
  return outcome === 'self-recovered' && decisions.at(-1)?.recoveredWith === undefined;
}

/** How often a metric of the healer was emitted since the lab began, over all its dimensions. */
function samples({ watch, clock }: Lab, name: string): number {
  const periodMs = Math.ceil((24 * 3_600_000) / BUCKET_MS) * BUCKET_MS;
  const endMs = Math.ceil((clock.now() + 1) / BUCKET_MS) * BUCKET_MS;
  const grid = { startMs: endMs - periodMs, periodMs, count: 1 };
  return watch.metrics
    .list()
    .filter((metric) => metric.namespace === TELEMETRY_NAMESPACE && metric.name === name)
    .reduce((sum, metric) => sum + (watch.metrics.query(metric, 'SampleCount', grid).get(grid.startMs) ?? 0), 0);
}

/** Looks at the page: the console loads it again every minute, so what a throttled read left out is there the next time. */
const PAGE_LOOKS_MAX = 3;

async function pageProblems(lab: Lab, ended: readonly Incident[]): Promise<readonly string[]> {
  let problems: readonly string[] = [];
  for (let looks = 0; looks < PAGE_LOOKS_MAX; looks += 1) {
    problems = await missingOnPage(lab, ended);
    if (problems.length === 0) break;
    await lab.clock.sleep(BUCKET_MS);
  }
  return problems;
}

/** The dashboard's widget, called as the console calls it, must show the incidents that ended. */
async function missingOnPage(lab: Lab, ended: readonly Incident[]): Promise<readonly string[]> {
  const isWidget = ([id, { type }]: readonly [string, { readonly type: string }]): boolean =>
    type === 'AWS::Lambda::Function' && id.includes('Widget');
  const [, widget] = [...lab.stack.resources].find(isWidget) ?? [];
  if (widget === undefined) return ['the stack has no widget'];
  const outcome = await lab.cloud.services.lambdas.invoke(widget.ref, { widgetContext: {} });
  if (outcome.kind === 'failed') return [`the widget failed: ${outcome.error}: ${outcome.cause}`];
  const page = String(outcome.payload);
  const missing = ended.filter(({ id, outcome: end = '' }) => !page.includes(id) || !page.includes(end));
  return missing.map(({ id }) => `the widget does not show incident ${id}`);
}
