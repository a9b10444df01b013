import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Refusals } from './guards/refusals.ts';
import { CLIENT_LIMITS } from './guards/slow-clients.ts';
import { httpServer } from './http-server.ts';

async function answers(...heads: readonly string[]) {
  const logged: string[] = [];
  const refusals = new Refusals((_, message) => logged.push(message));
  const server = httpServer(({ url }) => new Response(`asked for ${url}`), CLIENT_LIMITS, refusals);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (head: string) =>
    new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text));
    });
  const texts: string[] = [];
  for (const head of heads) texts.push(await ask(head));
  return { texts, logged };
}

it('hands requests on', async () => {
  const { texts, logged } = await answers('GET /a?b HTTP/1.1\r\nHost: localhost:4747');
  expect(texts).toEqual([
    expect.stringMatching(/^HTTP\/1\.1 200 .*asked for http:\/\/localhost:4747\/a\?b/s),
  ]);
  expect(logged).toEqual([]);
});

it('answers requests without an address in words and with the headers of all answers, and logs them once', async () => {
  const { texts, logged } = await answers(
    'GET / HTTP/1.1',
    'GET / HTTP/1.0',
    'GET / HTTP/1.1\r\nHost:',
    'OPTIONS * HTTP/1.1\r\nHost: localhost',
    'GET /a\\b HTTP/1.1\r\nHost: localhost',
    'GET http:// HTTP/1.1\r\nHost: localhost',
  );
  for (const text of texts) {
    expect(text).toMatch(/^HTTP\/1\.1 400 .*content-security-policy: .*"code":"request_invalid"/s);
  }
  expect(logged).toEqual([expect.stringContaining('refused (malformed)')]);
});
