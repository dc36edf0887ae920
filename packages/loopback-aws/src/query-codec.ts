/**
 * The old AWS Query protocol (SNS, Elastic Load Balancing): form fields like `A.member.1.B=c` in, XML out. The SDK
 * clients read their answers by name, so the encoder needs no schema: arrays become `member` elements.
 */
import { isObject } from './fields.ts';

/** Turns form fields into nested JSON: `member` becomes a list, `entry` a map. All leaves are texts. */
export function decodeForm(body: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const steps = path.split('.');
    const leaf = steps.pop() ?? path;
    let node = root;
    for (const step of steps) node = (node[step] ??= {}) as Record<string, unknown>;
    node[leaf] = value;
  }
  return collapse(root) as Record<string, unknown>;
}

function collapse(node: unknown): unknown {
  if (!isObject(node)) return node;
  if (isObject(node['member'])) return numbered(node['member']).map(collapse);
  if (isObject(node['entry'])) return Object.fromEntries(numbered(node['entry']).map(collapse).map(mapEntry));
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, collapse(value)]));
}

function numbered(node: Record<string, unknown>): unknown[] {
  return Object.keys(node)
    .toSorted((a, b) => Number(a) - Number(b))
    .map((key) => node[key]);
}

function mapEntry(entry: unknown): [string, unknown] {
  const fields = isObject(entry) ? entry : {};
  return [String(fields['Name'] ?? fields['key']), fields['Value'] ?? fields['value']];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function xml(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return `<${name}>${value.map((item) => xml('member', item)).join('')}</${name}>`;
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  if (isObject(value))
    return `<${name}>${Object.entries(value)
      .map(([key, item]) => xml(key, item))
      .join('')}</${name}>`;
  return `<${name}>${String(value).replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character)}</${name}>`;
}

/** The answer document of `operation`. */
export function encodeResult(operation: string, result: unknown, requestId: string): string {
  return xml(`${operation}Response`, {
    [`${operation}Result`]: result ?? {},
    ResponseMetadata: { RequestId: requestId },
  });
}

/** The error document of the Query protocol. */
export function encodeError(code: string, message: string, requestId: string): string {
  return xml('ErrorResponse', { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: requestId });
}
