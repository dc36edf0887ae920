/** Talks to the lab as a client from outside would: real SDK settings, or a bare signed-looking request. */

/** Settings for an SDK client; `caller` is what the lab records. */
export function clientFor(
  endpoint: string,
  caller = 'test',
): object & {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
} {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: caller, secretAccessKey: 'dummy' },
    maxAttempts: 1,
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A JSON call without an SDK: `target` is the whole X-Amz-Target. */
export async function jsonCall(endpoint: string, target: string, input: unknown): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
