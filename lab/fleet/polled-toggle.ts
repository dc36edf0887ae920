/**
 * A feature toggle as an application reads it: polled from Parameter Store, the last known value kept while that does not
 * answer. On until the first answer.
 */
import { request } from 'node:http';
import type { ToggleSource } from './protocol.ts';
import { stretched } from './task-pace.ts';

const TIMEOUT_MS = 1_000;
/** The toggle is read every second of lab time, but not more often than this in real time. */
const LEAST_MS = 200;
const LAB_CREDENTIAL =
  'AWS4-HMAC-SHA256 Credential=lab-fleet/20260101/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=lab';

/** Polls for as long as the process lives; the answer is what was read last. @param speed lab seconds per real second */
export function polledToggle(source: ToggleSource, speed: number): () => boolean {
  let on = true;
  const poll = (): void => read(source, (value) => (on = value === 'on' || value === 'true'));
  const again = (): void => {
    poll();
    setTimeout(again, stretched(Math.max(LEAST_MS, 1000 / speed)));
  };
  again();
  return () => on;
}

/** Tells the value only when there is one: keeping the last is what a service should do. */
function read({ endpoint, parameter }: ToggleSource, tell: (value: string | undefined) => void): void {
  const headers = {
    'x-amz-target': 'AmazonSSM.GetParameter',
    'content-type': 'application/x-amz-json-1.1',
    authorization: LAB_CREDENTIAL,
  };
  const call = request(endpoint, { method: 'POST', headers, timeout: stretched(TIMEOUT_MS) }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part: string) => (text += part));
    answer.on('end', () => {
      if (answer.statusCode !== 200) return;
      const { Parameter } = JSON.parse(text) as { Parameter?: { Value?: string } };
      tell(Parameter?.Value);
    });
  });
  call.on('timeout', () => call.destroy());
  call.on('error', () => undefined);
  call.end(JSON.stringify({ Name: parameter }));
}
