import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesAnswerSchema } from '../../src/contract/http.ts';
import { unprivileged } from '../../src/server/unprivileged.fixture.ts';
import { temporaryFolder } from '../support/project.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

async function list({ request }: SourceRoutes, folder?: string) {
  const query = folder === undefined ? '' : `?${new URLSearchParams({ path: folder })}`;
  const response = await request(`/files${query}`);
  expect(response.status).toBe(200);
  return filesAnswerSchema.parse(await response.json());
}

const refusal = async ({ request }: SourceRoutes, folder: string) =>
  errorOf(await request(`/files?${new URLSearchParams({ path: folder })}`));

describe('GET /files', () => {
  it('begins with the roots that exist', async () => {
    const more = temporaryFolder();
    const routes = sourceRoutes({}, [more, path.join(more, 'not-there')]);
    const roots = await list(routes);
    expect(roots).toMatchObject({ path: null, parent: null, crumbs: [], truncated: false });
    expect(roots.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['Home', 'folder'],
      [path.basename(more), 'folder'],
    ]);
    mkdirSync(routes.settings.uploads);
    expect((await list(routes)).entries.map(({ name }) => name)).toContain('Uploads');
    expect(await list(routes, '')).toEqual(await list(routes));
  });

  it('lists folders, then files, in natural order, with what the page needs', async () => {
    const routes = sourceRoutes();
    const folder = path.join(routes.home, 'My clips');
    mkdirSync(path.join(folder, 'Part 10'), { recursive: true });
    mkdirSync(path.join(folder, 'part 2'));
    for (const name of ['clip 10.MP4', 'clip 9.mp4', 'notes.txt', 'ünï 日本.webm', '-rf.mov', 'a\nb.mkv']) {
      writeFileSync(path.join(folder, name), 'xyz');
    }
    const answer = await list(routes, folder);
    expect(answer.entries.map(({ name, kind, size }) => [name, kind, size])).toEqual([
      ['part 2', 'folder', null],
      ['Part 10', 'folder', null],
      ['-rf.mov', 'video', 3],
      ['a\nb.mkv', 'video', 3],
      ['clip 9.mp4', 'video', 3],
      ['clip 10.MP4', 'video', 3],
      ['notes.txt', 'file', 3],
      ['ünï 日本.webm', 'video', 3],
    ]);
    expect(answer.entries[3]).toMatchObject({ path: path.join(folder, 'a\nb.mkv') });
    expect(answer).toMatchObject({
      path: folder,
      parent: routes.home,
      crumbs: [
        { name: 'Home', path: routes.home },
        { name: 'My clips', path: folder },
      ],
    });
    expect((await list(routes, routes.home)).parent).toBeNull();
  });

  it('leaves out hidden names, broken links, links out of the roots, pipes', async () => {
    const routes = sourceRoutes();
    const outside = temporaryFolder();
    writeFileSync(path.join(outside, 'secret.mp4'), 'x');
    writeFileSync(path.join(routes.home, '.hidden.mp4'), 'x');
    mkdirSync(path.join(routes.home, '.config'));
    mkdirSync(path.join(routes.home, 'clips'));
    writeFileSync(path.join(routes.home, 'a.mp4'), 'x');
    const link = (target: string, name: string) => symlinkSync(target, path.join(routes.home, name));
    link(path.join(outside, 'secret.mp4'), 'leak.mp4');
    link(outside, 'out');
    link('nothing', 'broken.mp4');
    link('.config', 'settings');
    link('loop', 'loop');
    link('clips', 'more clips');
    link('a.mp4', 'b.mp4');
    execFileSync('mkfifo', [path.join(routes.home, 'pipe.mp4')]);
    const { entries } = await list(routes, routes.home);
    expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      ...['folder clips', 'folder more clips', 'video a.mp4', 'video b.mp4'],
    ]);
  });

  it('lists at most 5,000 entries, the first ones in order', async () => {
    const routes = sourceRoutes();
    for (let i = 0; i < 5100; i++) writeFileSync(path.join(routes.home, `f${i}.mp4`), '');
    mkdirSync(path.join(routes.home, 'zoo'));
    const { entries, truncated } = await list(routes, routes.home);
    expect(truncated).toBe(true);
    expect(entries).toHaveLength(5000);
    expect(entries[0]?.name).toBe('zoo');
    expect(entries.at(-1)?.name).toBe('f4998.mp4');
  });

  it('refuses what lies outside, is hidden, is missing or is no folder', async () => {
    const routes = sourceRoutes();
    const clip = path.join(routes.home, 'a.mp4');
    writeFileSync(clip, 'x');
    for (const folder of [
      '/',
      '/etc',
      `${routes.home}/..`,
      `${routes.home}/../home`,
      'home',
      '.',
      '~',
      '\0',
    ]) {
      expect(await refusal(routes, folder), folder).toMatchObject({ status: 403, code: 'path_refused' });
    }
    expect(await refusal(routes, path.join(routes.home, '.config'))).toMatchObject({ code: 'path_refused' });
    expect(await refusal(routes, path.join(routes.home, 'gone'))).toMatchObject({ code: 'input_missing' });
    expect(await refusal(routes, clip)).toMatchObject({ status: 422, code: 'input_unreadable' });
    expect(await refusal(routes, `/${'x'.repeat(5000)}`)).toMatchObject({ code: 'request_invalid' });
  });

  it('says that a folder may not be read', async () => {
    const routes = sourceRoutes();
    const folder = path.join(routes.home, 'private');
    mkdirSync(folder, { mode: 0 });
    await unprivileged(path.dirname(routes.home), async () => {
      expect(await refusal(routes, folder)).toMatchObject({
        status: 422,
        code: 'input_unreadable',
        message: `Cannot read ${folder}: permission denied`,
      });
      expect((await list(routes, routes.home)).entries).toHaveLength(1);
      chmodSync(folder, 0o700);
    });
  });
});
