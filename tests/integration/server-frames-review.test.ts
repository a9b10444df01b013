import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReviewAnswer, ReviewPatch } from '../../src/contract/http.ts';
import { readReview } from '../../src/run/read-run.ts';
import { type FrameServer, frameServer } from '../support/frame-server.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';

const ID = 'aaaaaaaaaaaaaaaa';

async function served(records = 100) {
  const { folder } = await makeRun(temporaryFolder(), { records, pictures: 0 });
  return { folder, file: path.join(folder, 'review.json'), server: frameServer({ [ID]: folder }) };
}

const get = async ({ ask }: FrameServer) => (await (await ask(`${ID}/review`)).json()) as ReviewAnswer;

async function patch({ ask }: FrameServer, body: unknown): Promise<{ status: number; answer: unknown }> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await ask(`${ID}/review`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

const pin = (...numbers: number[]): ReviewPatch['changes'] =>
  numbers.map((frame_number) => ({ frame_number, verdict: 'pin' }));

describe('verdicts by HTTP', () => {
  it('are none at first, and are written where every other part reads them', async () => {
    const { folder, server } = await served();
    const none = await get(server);
    expect(none).toMatchObject({ pinned: [], rejected: [] });
    const changes = [
      ...pin(70, 3),
      { frame_number: 9, verdict: 'reject' },
      { frame_number: 4, verdict: null },
    ];
    const { status, answer } = await patch(server, { revision: none.revision, changes });
    expect([status, answer]).toMatchObject([200, { pinned: [3, 70], rejected: [9] }]);
    expect(await get(server)).toEqual(answer);
    expect(await readReview(folder)).toMatchObject({ pinned: [3, 70], rejected: [9] });
    expect(server.events).toEqual([{ type: 'review', id: ID, review: answer }]);
  });

  it('made on an older state are refused, whoever has changed it', async () => {
    const { file, server } = await served();
    const { revision } = await get(server);
    const both = await Promise.all([
      patch(server, { revision, changes: pin(1) }),
      patch(server, { revision, changes: pin(2) }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 409]);
    expect(both[1]?.answer).toMatchObject({ error: { code: 'review_conflict' } });
    const seen = await get(server);
    expect(seen.pinned).toEqual([1]);
    await writeFile(file, JSON.stringify({ schema_version: 1, pinned: [8], rejected: [] }));
    expect((await patch(server, { revision: seen.revision, changes: pin(2) })).status).toBe(409);
    const edited = await get(server);
    expect(edited.pinned).toEqual([8]);
    expect((await patch(server, { revision: edited.revision, changes: pin(2) })).answer).toMatchObject({
      pinned: [2, 8],
    });
    await rm(file);
    expect(await get(server)).toMatchObject({ pinned: [], rejected: [], revision });
  });

  it.each([
    ['a frame that the run does not have', { changes: pin(5, 100) }, 400, 'request_invalid'],
    ['no change', { changes: [] }, 400, 'request_invalid'],
    ['another verdict', { changes: [{ frame_number: 1, verdict: 'keep' }] }, 400, 'request_invalid'],
    ['a negative number', { changes: pin(-1) }, 400, 'request_invalid'],
    ['no revision', { changes: pin(1), revision: undefined }, 400, 'request_invalid'],
  ])('%s is refused and changes nothing', async (_, body, status, code) => {
    const { file, server } = await served();
    const { revision } = await get(server);
    const refused = await patch(server, { revision, ...body });
    expect([refused.status, refused.answer]).toMatchObject([status, { error: { code } }]);
    await expect(readFile(file)).rejects.toThrow('ENOENT');
    expect(server.events).toEqual([]);
  });

  it('that cannot be read or written are an error, and the file stays', async () => {
    const { file, server } = await served();
    const { revision } = await get(server);
    await writeFile(file, '{"pinned":[1');
    for (const { status, answer } of [
      { status: (await server.ask(`${ID}/review`)).status, answer: { error: { code: 'run_invalid' } } },
      await patch(server, { revision, changes: pin(1) }),
    ]) {
      expect([422, 409]).toContain(status);
      expect(answer).toHaveProperty('error');
    }
    expect(await readFile(file, 'utf8')).toBe('{"pinned":[1');
    await rm(file);
    await mkdir(file);
    expect((await server.ask(`${ID}/review`)).status).toBe(422);
  });

  it('of many frames are taken quickly; an event only says that there are others', async () => {
    const { server } = await served(100_000);
    await server.ask(`${ID}/records`);
    const { revision } = await get(server);
    const changes = Array.from({ length: 100_000 }, (_, n) => ({
      frame_number: n,
      verdict: n % 2 === 0 ? ('pin' as const) : ('reject' as const),
    }));
    const started = performance.now();
    const { status, answer } = await patch(server, { revision, changes });
    const seconds = (performance.now() - started) / 1000;
    expect(status).toBe(200);
    const review = answer as ReviewAnswer;
    expect([review.pinned.length, review.rejected.length, review.pinned.at(-1)]).toEqual([
      50_000, 50_000, 99_998,
    ]);
    expect(server.events).toEqual([{ type: 'review', id: ID, review: null }]);
    expect(seconds).toBeLessThan(5);
  });
});
