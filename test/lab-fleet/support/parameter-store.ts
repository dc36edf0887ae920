/**
 * The least Parameter Store a toggle needs, over real HTTP: one value that a test changes.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OneParameter {
  readonly endpoint: string;
  value: string;
  close(): void;
}

export async function oneParameter(value: string): Promise<OneParameter> {
  const server = createServer((incoming, response) => {
    const known = incoming.headers['x-amz-target'] === 'AmazonSSM.GetParameter';
    incoming
      .resume()
      .on('end', () =>
        response.writeHead(known ? 200 : 501).end(JSON.stringify({ Parameter: { Value: parameter.value } })),
      );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const parameter: OneParameter = {
    endpoint,
    value,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return parameter;
}
