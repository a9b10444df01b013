import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunLog, RunSummary } from '../../src/contract/http.ts';
import type { SiteAnswer } from '../../src/contract/site.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { clipSite } from '../support/file-site.ts';
import { expectNoProcessLeft } from '../support/processes.ts';
import { temporaryFolder } from '../support/project.ts';
import { askRun, call, cookieOf, tapEvents, testServer, untilState } from '../support/server.ts';

expectNoProcessLeft();

const ALLOWED = { allowPrivateUrls: true };

async function servers(seconds = 2) {
  const folder = temporaryFolder();
  const site = await clipSite(await alternatingClip(folder, 'original.mp4', seconds));
  return { folder, site, server: await testServer(folder) };
}

describe('what an address holds', () => {
  it('is told by the site, and by the download once there is one', async () => {
    const { site, server } = await servers();
    const url = `${site.origin}/plain/clip.mp4`;
    const asked = { url, options: ALLOWED };
    const before = await call<SiteAnswer>(server, 'POST', '/site', asked);
    expect([before.status, before.body]).toEqual([
      200,
      expect.objectContaining({ kind: 'video', title: 'clip', live: 'no', file: null }),
    ]);
    await untilState(server, (await askRun(server, url, ALLOWED)).id, ['done']);
    await site.close();
    const after = await call<SiteAnswer>(server, 'POST', '/site', asked);
    expect(after.body).toMatchObject({ kind: 'video', file: path.join(server.workspace, 'clip.mp4') });
  });

  it('is refused where it may not be asked, and told when there is nothing', async () => {
    const { site, server, folder } = await servers();
    const cookies = path.join(folder, '../cookies.txt');
    const refused: [string, Record<string, unknown>, number, string][] = [
      ['ftp://example.com/a.mp4', {}, 422, 'url_refused'],
      [`${site.origin}/plain/clip.mp4`, {}, 422, 'url_private'],
      [`${site.origin}/plain/clip.mp4`, { ...ALLOWED, cookies }, 403, 'path_refused'],
      [
        `${site.origin}/plain/clip.mp4`,
        { ...ALLOWED, cookiesFromBrowser: 'firefox:/tmp' },
        403,
        'path_refused',
      ],
      [`${site.origin}/plain/clip.mp4`, { maxHeight: 0 }, 400, 'invalid_option'],
      [`${site.origin}/plain/missing.mp4`, ALLOWED, 422, 'url_gone'],
    ];
    for (const [url, options, status, code] of refused) {
      const error = { error: expect.objectContaining({ code }) };
      const answer = await call(server, 'POST', '/site', { url, options });
      expect([answer.status, answer.body], `${code} ${url}`).toEqual([status, error]);
      if (code === 'url_gone') continue;
      const run = await call(server, 'POST', '/runs', { input: url, options });
      expect([run.status, run.body], `${code} ${url}`).toEqual([status, error]);
    }
  });

  it('is not waited for any longer when nobody listens', async () => {
    const { site, server } = await servers();
    const stop = new AbortController();
    const asked = fetch(`http://127.0.0.1:${server.port}/api/site`, {
      method: 'POST',
      headers: { cookie: cookieOf(server), 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${site.origin}/silent/clip.mp4`, options: ALLOWED }),
      signal: stop.signal,
    }).catch(() => null);
    await expect.poll(() => site.sending()).toBe(1);
    stop.abort();
    await asked;
    await expect.poll(() => site.sending()).toBe(0);
  });
});

describe('a run of an address', () => {
  it('tells how its download goes, keeps what the page says, and ends with it when cancelled', async () => {
    const { site, server } = await servers(20);
    const tap = await tapEvents(server);
    const input = `${site.origin}/slow/slow.mp4`;
    const { body: run } = await call<RunSummary>(server, 'POST', '/runs', {
      ...{ input, title: 'As the list calls it' },
      options: { ...ALLOWED, method: 'interval', interval: 5 },
    });
    expect(run).toMatchObject({ input, title: 'As the list calls it', folder: null });
    await tap.until(
      ({ type, ...told }) =>
        type === 'run-event' &&
        'event' in told &&
        told.event.event === 'download' &&
        told.event.bytes > 30_000,
    );
    const { body: log } = await call<RunLog>(server, 'GET', `/runs/${run.id}/log`);
    expect(log).toMatchObject({ stage: 'download', download: { event: 'download' }, progress: null });
    await call(server, 'POST', `/runs/${run.id}/cancel`);
    await untilState(server, run.id, ['cancelled']);
    await expect.poll(() => site.sending()).toBe(0);

    site.hurry();
    await call(server, 'POST', `/runs/${run.id}/resume`);
    const done = await untilState(server, run.id, ['done']);
    expect(site.requests.filter(({ from }) => from > 0)).toHaveLength(1);
    expect(done).toMatchObject({ title: 'slow', input: path.join(server.workspace, 'slow.mp4') });
    expect(done.page).toMatchObject({ url: input, title: 'slow', chapters: [] });
  });

  it.runIf(EVERY_CASE)(
    'fetches its video again when that was deleted or something else lies there',
    async () => {
      const { site, server, folder } = await servers();
      const input = `${site.origin}/plain/clip.mp4`;
      const { id } = await askRun(server, input, { ...ALLOWED, method: 'all' });
      const done = await untilState(server, id, ['done']);
      expect(done.source_address).toBe(input);
      const video = path.join(server.workspace, 'clip.mp4');
      const metadata = path.join(done.folder ?? folder, 'metadata.jsonl');
      const records = readFileSync(metadata, 'utf8');
      for (const lose of [() => rmSync(video), () => writeFileSync(video, 'something else')]) {
        lose();
        writeFileSync(metadata, records.slice(0, 400));
        expect((await call<RunSummary>(server, 'POST', `/runs/${id}/resume`)).status).toBe(200);
        expect(await untilState(server, id, ['done', 'failed'])).toMatchObject({ state: 'done' });
        expect(readFileSync(metadata, 'utf8')).toBe(records);
      }
    },
  );

  it.runIf(EVERY_CASE)('goes on without the network, and fails with a word where it cannot', async () => {
    const { site, server, folder } = await servers();
    const input = `${site.origin}/plain/clip.mp4`;
    const { id } = await askRun(server, input, { ...ALLOWED, method: 'all', reuse: false });
    const done = await untilState(server, id, ['done']);
    await site.close();
    // As if it had been stopped in the middle.
    const metadata = path.join(done.folder ?? folder, 'metadata.jsonl');
    expect(existsSync(metadata)).toBe(true);
    writeFileSync(metadata, '');
    const resumed = await call<RunSummary>(server, 'POST', `/runs/${id}/resume`);
    expect(resumed.status).toBe(200);
    expect(await untilState(server, id, ['done', 'failed'])).toMatchObject({ state: 'done', title: 'clip' });
    const other = await askRun(server, `${input}?other`, ALLOWED);
    expect(await untilState(server, other.id)).toMatchObject({
      state: 'failed',
      error: { code: 'url_network' },
    });
  });
});
