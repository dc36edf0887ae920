/** Lambda functions in their workers: lab time, environment, failures, limits and asynchronous retries. */
import { afterEach, describe, expect, it } from 'vitest';
import { realClock } from 'loopback-aws/real-clock.ts';
import { ASYNC_DEFAULTS, invokeLater, type AsyncConfig } from 'loopback-aws/lambda/async-invoke.ts';
import type { FunctionConfig } from 'loopback-aws/lambda/pool.ts';
import { createLambdas, type Lambdas } from 'loopback-aws/lambda/runner.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { functionDirectory } from './support/assembly.ts';

const START = Date.parse('2026-11-21T03:00:00Z');
let lambdas: Lambdas | undefined;
afterEach(() => lambdas?.close());

function withFunction(
  body: string,
  config: Partial<FunctionConfig> = {},
  clock: Parameters<typeof createLambdas>[0]['clock'] = virtualClock(START),
): Lambdas {
  lambdas = createLambdas({ clock, endpoint: () => 'http://127.0.0.1:1', realFloorMs: 100 });
  const directory = functionDirectory(`exports.handler = async (event, context) => { ${body} };`);
  lambdas.create({
    name: 'f',
    directory,
    handler: 'index.handler',
    timeoutSeconds: 20,
    memoryMb: 128,
    variables: {},
    ...config,
  });
  return lambdas;
}

describe('a function', () => {
  it('gets its event, a context and its own environment', async () => {
    const outcome = await withFunction(
      'return [event.n, context.functionName, process.env.AWS_ACCESS_KEY_ID, process.env.AWS_ENDPOINT_URL, process.env.OWN, process.env.PATH ?? null]',
      { variables: { OWN: 'mine' } },
    ).invoke('arn:aws:lambda:us-east-1:123456789012:function:f', { n: 1 });
    expect(outcome).toEqual({ kind: 'returned', payload: [1, 'f', 'f', 'http://127.0.0.1:1', 'mine', null] });
  });

  it('sees lab time in every way of asking, and dates stay dates', async () => {
    const outcome = await withFunction(
      'const t = Date.now(); await new Promise((r) => setTimeout(r, 20)); return [t, Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date, context.getRemainingTimeInMillis()]',
    ).invoke('f', {});
    expect(outcome).toEqual({ kind: 'returned', payload: [START, START, START, 5, true, 20_000] });
  });

  it('sees compressed time run', async () => {
    const outcome = await withFunction(
      'const t = Date.now(); await new Promise((r) => setTimeout(r, 50)); return Date.now() - t',
      {},
      realClock(100),
    ).invoke('f', {});
    expect(outcome.kind === 'returned' ? Number(outcome.payload) : 0).toBeGreaterThan(4000);
  });

  it('has what it prints captured line by line, before its result', async () => {
    const functions = withFunction(
      'console.log("one\\ntwo"); console.error({ three: 3 }); process.stdout.write("four\\n"); return null',
    );
    await functions.invoke('f', {});
    expect(functions.logs.map((entry) => entry.line)).toEqual(['one', 'two', '{ three: 3 }', 'four']);
  });

  it('that throws fails with the name of its error and a cause in JSON', async () => {
    const outcome = await withFunction(
      'class Fenced extends Error { name = "Fenced" }; throw new Fenced("lost the lease")',
    ).invoke('f', {});
    expect(outcome).toMatchObject({ kind: 'failed', error: 'Fenced' });
    expect(JSON.parse(outcome.kind === 'failed' ? outcome.cause : '{}')).toMatchObject({
      errorType: 'Fenced',
      errorMessage: 'lost the lease',
    });
  });
});

describe('a function in trouble', () => {
  it.each([
    { case: 'is killed by its own process.exit', body: 'process.exit(3)', error: 'Lambda.Unknown' },
    {
      case: 'uses more memory than it has',
      body: 'const a = []; for (;;) a.push(new Array(1e5).fill(event.n + a.length))',
      error: 'Lambda.Unknown',
    },
    {
      case: 'runs longer than its timeout',
      body: 'await new Promise(() => setInterval(() => 0, 1000))',
      error: 'Sandbox.Timedout',
      config: { timeoutSeconds: 0.2 },
    },
    { case: 'never yields', body: 'for (;;);', error: 'Sandbox.Timedout', config: { timeoutSeconds: 0.2 } },
  ])('that $case fails with $error, and the next call works', async ({ body, error, config }) => {
    const functions = withFunction(`if (event.ok) return 'fine'; ${body}`, { memoryMb: 32, ...config });
    expect(await functions.invoke('f', { n: 1 })).toMatchObject({ kind: 'failed', error });
    expect(await functions.invoke('f', { ok: true })).toEqual({ kind: 'returned', payload: 'fine' });
  });

  it('keeps its environment between calls and runs calls side by side in several', async () => {
    const functions = withFunction(
      'globalThis.n = (globalThis.n ?? 0) + 1; if (event.slow) await new Promise((r) => setTimeout(r, 30)); return globalThis.n',
    );
    const payloads = async (events: object[]): Promise<unknown[]> =>
      (await Promise.all(events.map((event) => functions.invoke('f', event)))).map((outcome) =>
        outcome.kind === 'returned' ? outcome.payload : outcome,
      );
    expect([...(await payloads([{}])), ...(await payloads([{}]))]).toEqual([1, 2]);
    expect(await payloads([{ slow: true }, { slow: true }])).toEqual([3, 1]);
    expect(await payloads(Array.from({ length: 10 }, () => ({})))).toHaveLength(10);
  });

  it('with reserved concurrency is throttled above it', async () => {
    const functions = withFunction('await new Promise((r) => setTimeout(r, 20))', { reservedConcurrency: 1 });
    const outcomes = await Promise.all([functions.invoke('f', {}), functions.invoke('f', {})]);
    expect(outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.error : 'ok'))).toEqual([
      'ok',
      'Lambda.TooManyRequestsException',
    ]);
  });

  it('that does not exist is refused', async () => {
    await expect(withFunction('return 1').invoke('nobody', {})).rejects.toThrow(/Function not found/);
  });
});

describe('an asynchronous invocation', () => {
  const failed = { kind: 'failed', error: 'Boom', cause: '{}' } as const;
  const run = async (
    config: Partial<AsyncConfig>,
    failures = Infinity,
  ): Promise<{ at: number[]; sent: unknown[]; lost: number }> => {
    const clock = virtualClock(0);
    const [at, sent]: [number[], unknown[]] = [[], []];
    let lost = 0;
    invokeLater(
      {
        clock,
        configOf: () => ({ ...ASYNC_DEFAULTS, ...config }),
        invoke: async () => (at.push(clock.now() / 1000) <= failures ? failed : { kind: 'returned', payload: null }),
        send: (arn, body, attributes) => void sent.push({ arn, body: JSON.parse(body) as unknown, attributes }),
        onLost: () => (lost += 1),
      },
      'f',
      { n: 1 },
    );
    await clock.advance(3_600_000);
    return { at, sent, lost };
  };

  it('is tried three times, one and two minutes apart, then lost for all to see', async () => {
    expect(await run({})).toEqual({ at: [0, 60, 180], sent: [], lost: 1 });
  });

  it('stops when a try succeeds', async () => {
    expect(await run({}, 1)).toEqual({ at: [0, 60], sent: [], lost: 0 });
  });

  it('sends the event to the dead-letter queue and a record to the destination', async () => {
    const { sent, lost } = await run({ retryAttemptsMax: 0, deadLetterArn: 'dlq', onFailureArn: 'destination' });
    expect(sent).toMatchObject([
      { arn: 'dlq', body: { n: 1 }, attributes: { ErrorMessage: 'Boom' } },
      {
        arn: 'destination',
        body: {
          requestPayload: { n: 1 },
          requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
          responsePayload: { errorType: 'Boom' },
        },
      },
    ]);
    expect(lost).toBe(0);
  });

  it('is given up when the next try would be too late', async () => {
    expect((await run({ eventAgeSecondsMax: 90 })).at).toEqual([0, 60]);
  });
});
