import { describe, expect, it } from 'vitest';
import { guarded } from './guards.fixture.ts';
import { requestSize } from './request-size.ts';

const MB = 2 ** 20;
const server = () => guarded((refusals) => [requestSize(refusals)]);

/** A body of unstated length. */
function streamed(bytes: number): RequestInit & { duplex: 'half' } {
  let left = bytes;
  const body = new ReadableStream({
    pull: (controller) => {
      if (left <= 0) return controller.close();
      controller.enqueue(new Uint8Array(Math.min(left, MB)));
      left -= MB;
    },
  });
  return { method: 'POST', body, duplex: 'half' };
}

describe('the body of a request', () => {
  it('of 8 MB is taken', async () => {
    expect(await (await server().ask('/api/runs', {}, streamed(8 * MB))).text()).toBe(`fine ${8 * MB}`);
  });

  it.each([
    ['of unstated length', {}, streamed(8 * MB + 1)],
    ['of stated length', { 'content-length': String(8 * MB + 1) }, { method: 'POST', body: 'x' }],
  ])('of more is refused: %s', async (_, headers, init) => {
    const { ask, logged } = server();
    const answer = await ask('/api/runs', headers, init);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      error: { code: 'request_too_large', message: 'Too large: more than 8 MB' },
    });
    expect(logged).toEqual([expect.stringContaining('/api/runs')]);
  });

  it('of a review may hold two million verdicts, but no more', async () => {
    const ask = (bytes: number, path: string) =>
      server().ask(path, { 'content-length': String(bytes) }, { method: 'PATCH', body: 'x' });
    const largest = JSON.stringify({ frame_number: 4294967295, verdict: 'reject' }).length * 2_000_000;
    expect((await ask(largest, '/api/runs/abcd1234/review')).status).toBe(200);
    expect((await ask(128 * MB + 1, '/api/runs/abcd1234/review')).status).toBe(413);
    expect((await ask(largest, '/api/runs/abcd1234/review/x')).status).toBe(413);
    expect((await ask(largest, '/api/runs')).status).toBe(413);
  });

  it('of a reference picture may have 64 MB', async () => {
    const ask = (bytes: number, path: string) =>
      server().ask(path, { 'content-length': String(bytes) }, { method: 'POST', body: 'x' });
    expect((await ask(64 * MB, '/api/faces/pictures')).status).toBe(200);
    expect((await ask(64 * MB + 1, '/api/faces/pictures')).status).toBe(413);
    expect((await ask(64 * MB, '/api/faces/pictures/x')).status).toBe(413);
  });

  it('of an upload has a limit elsewhere', async () => {
    const headers = { 'content-length': String(2 ** 40) };
    const init = { method: 'PATCH', body: 'x' };
    expect((await server().ask('/api/uploads/tus/abc', headers, init)).status).toBe(200);
    expect((await server().ask('/api/uploads/tusabc', headers, init)).status).toBe(413);
  });
});
