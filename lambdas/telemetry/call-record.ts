/**
 * Writes one structured log line per Lambda call, so that people can follow an incident by its id. It holds only ids,
 * names from the catalog and kinds. Events, messages, parameter values and people's words stay out, because more people
 * read logs than the table.
 */
import type { Incident } from '../../core/incident/incident.ts';

/** What AWS tells a handler about the call; absent in tests. */
export interface CallContext {
  readonly awsRequestId?: string;
}

export interface FinishedCall {
  readonly input: unknown;
  readonly context: CallContext | undefined;
  /** Incidents that the call read or wrote, as it last saw them. */
  readonly incidents: readonly Incident[];
  readonly coldStart: boolean;
  readonly durationMilliseconds: number;
  readonly result: { readonly kind: 'returned'; readonly output: unknown } | ThrownResult;
}

interface ThrownResult {
  readonly kind: 'threw';
  readonly error: unknown;
}

/** The line without its line break; fields without a value are absent. */
export function callRecord(call: FinishedCall, environment: Readonly<Record<string, string | undefined>>): string {
  const { input, context, coldStart, durationMilliseconds, result } = call;
  return JSON.stringify({
    level: result.kind === 'threw' ? 'error' : 'info',
    function: environment['AWS_LAMBDA_FUNCTION_NAME'],
    requestId: context?.awsRequestId,
    trace: traceOf(environment['_X_AMZN_TRACE_ID']),
    ...incidentOf(call),
    execution: textOf(input, 'executionArn') ?? only(call.incidents)?.executionArn,
    sequence: fieldOf(input, 'sequence'),
    operation: textOf(input, 'operation'),
    coldStart,
    durationMilliseconds: Math.round(durationMilliseconds),
    ...(result.kind === 'threw' ? failureOf(result.error) : answerOf(result.output)),
  });
}

/** The incident of the call: as last read, otherwise only its id. */
function incidentOf({ input, incidents, result }: FinishedCall): Readonly<Record<string, unknown>> {
  const incident = only(incidents);
  if (incident !== undefined) {
    const { id, service, failureType, phase, outcome } = incident;
    return { incidentId: id, service, failureType, phase, outcome };
  }
  const output = result.kind === 'returned' ? result.output : undefined;
  return { incidentId: textOf(input, 'incidentId') ?? textOf(output, 'incidentId') };
}

function only(incidents: readonly Incident[]): Incident | undefined {
  return incidents.length === 1 ? incidents[0] : undefined;
}

function answerOf(output: unknown): Readonly<Record<string, unknown>> {
  const command = fieldOf(output, 'command');
  const [result, reason, found] = [textOf(output, 'kind'), textOf(output, 'reason'), fieldOf(output, 'found')];
  return { result, reason, found, command: textOf(command, 'kind') };
}

function failureOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: String(error) };
  const { name, message, stack, cause } = error;
  return { error: name, message, stack, cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined };
}

/** `Root=1-…` of X-Ray's header, the trace id of the whole execution. */
function traceOf(header: string | undefined): string | undefined {
  return /Root=([^;]+)/.exec(header ?? '')?.[1];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}
