import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { AllowedRoots, standardRoots } from './allowed-roots.ts';
import { unprivileged } from './unprivileged.fixture.ts';

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'framesift-roots-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A root with a file, a folder and links, and a secret beside it. */
function place() {
  const outside = temporaryFolder();
  const root = join(outside, 'root');
  mkdirSync(join(root, 'clips'), { recursive: true });
  writeFileSync(join(root, 'clips', 'a.mp4'), 'x');
  mkdirSync(join(root, '.secret'));
  writeFileSync(join(root, '.secret', 'key'), 'x');
  writeFileSync(join(outside, 'passwords'), 'x');
  mkdirSync(join(outside, 'other'));
  symlinkSync(join(outside, 'passwords'), join(root, 'leak.mp4'));
  symlinkSync(outside, join(root, 'up'));
  symlinkSync(join(root, '.secret'), join(root, 'unhidden'));
  symlinkSync(join(root, 'clips', 'a.mp4'), join(root, 'inside.mp4'));
  symlinkSync(join(outside, 'nothing'), join(root, 'dangling'));
  symlinkSync('loop', join(root, 'loop'));
  return { outside, root, roots: new AllowedRoots([{ name: 'Home', path: root }]) };
}

const codeOf = async (answer: Promise<string>) =>
  answer.then(
    () => 'shown',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
  );

describe('paths below the roots', () => {
  it('gives the real path of files and folders', async () => {
    const { root, roots } = place();
    expect(await roots.resolve(join(root, 'clips', 'a.mp4'))).toBe(join(root, 'clips', 'a.mp4'));
    expect(await roots.resolve(join(root, 'inside.mp4'))).toBe(join(root, 'clips', 'a.mp4'));
    expect(await roots.resolve(`${root}//clips/`)).toBe(join(root, 'clips'));
    expect(await roots.resolve(root)).toBe(root);
  });

  it.each([
    ['a link to a file outside', 'leak.mp4'],
    ['a link to a folder outside', 'up'],
    ['a way through a link to the outside', 'up/passwords'],
    ['a way through such a link to nothing', 'up/nothing'],
    ['a way below a file outside', 'up/passwords/x'],
    ['a way through a link and back in', 'up/root/clips/a.mp4/../../../passwords'],
    ['a hidden folder', '.secret'],
    ['a file in a hidden folder', '.secret/key'],
    ['a link to a hidden folder', 'unhidden/key'],
    ['a hidden name that does not exist', '.nothing'],
    ['a link to nothing', 'dangling'],
    ['a link to itself', 'loop'],
    ['a file behind a link to itself', 'loop/a.mp4'],
  ])('refuses %s', async (_, way) => {
    const { root, roots } = place();
    expect(await codeOf(roots.resolve(`${root}/${way}`))).toBe('path_refused');
  });

  it.each([
    ['', 'empty'],
    ['clips/a.mp4', 'relative'],
    ['./clips', 'relative'],
    ['~/clips', 'of a home folder'],
    ['file:///etc/passwd', 'an address'],
  ])('refuses %j, %s', async (path) => {
    expect(await codeOf(place().roots.resolve(path))).toBe('path_refused');
  });

  it('refuses dots and NUL even where the letters lead back inside', async () => {
    const { outside, root, roots } = place();
    for (const path of [
      `${root}/clips/../clips/a.mp4`,
      `${root}/./clips/a.mp4`,
      `${root}/../root/clips/a.mp4`,
      `${root}/clips/..`,
      `${root}/clips/a.mp4\0.jpg`,
      `${root}\0/../passwords`,
      `${outside}/root-other`,
      `${root}s`,
    ]) {
      expect(await codeOf(roots.resolve(path)), path).toBe('path_refused');
    }
  });

  it('says the same about everything outside, whether it exists or not', async () => {
    const { outside, roots } = place();
    for (const path of [outside, `${outside}/passwords`, `${outside}/nothing`, `${outside}/other/x`, '/']) {
      expect(await codeOf(roots.resolve(path)), path).toBe('path_refused');
    }
  });

  it('tells missing from unreadable below the roots', async () => {
    const { root, roots } = place();
    expect(await codeOf(roots.resolve(`${root}/nothing.mp4`))).toBe('input_missing');
    expect(await codeOf(roots.resolve(`${root}/clips/a.mp4/b`))).toBe('input_missing');
    expect(await codeOf(roots.resolve(`${root}/${'x'.repeat(300)}`))).toBe('input_missing');
    execFileSync('mkfifo', [join(root, 'pipe.mp4')]);
    expect(await codeOf(roots.resolve(join(root, 'pipe.mp4')))).toBe('input_unreadable');
  });

  it('says so when a folder may not be entered', async () => {
    const { outside, root, roots } = place();
    chmodSync(join(root, 'clips'), 0);
    await unprivileged(outside, async () => {
      expect(await codeOf(roots.resolve(join(root, 'clips', 'a.mp4')))).toBe('input_unreadable');
    });
    chmodSync(join(root, 'clips'), 0o755);
  });

  it('takes a root that is hidden or a link, under both of its names', async () => {
    const { outside, root } = place();
    symlinkSync(join(root, '.secret'), join(outside, 'link'));
    const hidden = new AllowedRoots([
      { name: 'Home', path: root },
      { name: 'Keys', path: join(root, '.secret') },
    ]);
    expect(await hidden.resolve(join(root, '.secret', 'key'))).toBe(join(root, '.secret', 'key'));
    expect(await hidden.resolve(join(root, 'unhidden', 'key'))).toBe(join(root, '.secret', 'key'));
    const linked = new AllowedRoots([{ name: 'Keys', path: join(outside, 'link') }]);
    expect(await linked.resolve(join(outside, 'link', 'key'))).toBe(join(root, '.secret', 'key'));
    expect(await linked.resolve(join(root, '.secret', 'key'))).toBe(join(root, '.secret', 'key'));
    expect(await codeOf(linked.resolve(join(root, 'clips')))).toBe('path_refused');
  });

  it('notices a root that is made later', async () => {
    const { outside } = place();
    const roots = new AllowedRoots([{ name: 'Uploads', path: join(outside, 'uploads') }]);
    expect(await roots.existing()).toEqual([]);
    expect(await codeOf(roots.resolve(join(outside, 'uploads')))).toBe('path_refused');
    mkdirSync(join(outside, 'uploads'));
    expect(await roots.resolve(join(outside, 'uploads'))).toBe(join(outside, 'uploads'));
  });

  it('gives a way to write into a folder that exists or may be made', async () => {
    const { outside, root, roots } = place();
    expect(await roots.resolveFolder(join(root, 'clips'))).toBe(join(root, 'clips'));
    expect(await roots.resolveFolder(join(root, 'clips', 'new'))).toBe(join(root, 'clips', 'new'));
    expect(await codeOf(roots.resolveFolder(join(root, 'a', 'b')))).toBe('input_missing');
    expect(await codeOf(roots.resolveFolder(join(root, 'clips', 'a.mp4')))).toBe('input_unreadable');
    expect(await codeOf(roots.resolveFolder(join(root, 'clips', 'a.mp4', 'new')))).toBe('input_unreadable');
    for (const path of ['.new', 'up/new', 'dangling', 'up/../new']) {
      expect(await codeOf(roots.resolveFolder(`${root}/${path}`)), path).toBe('path_refused');
    }
    expect(await codeOf(roots.resolveFolder(join(outside, 'new')))).toBe('path_refused');
  });

  it('never gives anything outside of the roots, whatever is asked for', async () => {
    const { outside, root, roots } = place();
    const name = fc.constantFrom(
      ...['clips', 'a.mp4', 'up', 'root', 'leak.mp4', 'passwords', 'other', 'unhidden', '.secret', 'key'],
      ...['inside.mp4', 'dangling', 'loop', '.', '..', '', '...', '\0', '%2e%2e', '..\\', ' ', '~'],
    );
    const start = fc.constantFrom(root, outside, '', '/', `${root}/`, '.', '..', `${root}/..`);
    await fc.assert(
      fc.asyncProperty(start, fc.array(name, { maxLength: 8 }), async (from, names) => {
        const path = [from, ...names].join('/');
        const real = await roots.resolve(path).catch((thrown: unknown) => {
          if (!(thrown instanceof AppError)) throw thrown;
          return null;
        });
        if (real === null) return;
        expect(real).toBe(realpathSync(path));
        expect(`${real}/`.startsWith(`${root}/`)).toBe(true);
        expect(real.slice(root.length)).not.toMatch(/\/\./);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the place of a path', () => {
  it('begins at the outermost root that shows it', async () => {
    const { root } = place();
    const roots = new AllowedRoots([
      { name: 'Workspace', path: join(root, 'clips') },
      { name: 'Home', path: root },
      { name: 'Keys', path: join(root, '.secret') },
    ]);
    expect(await roots.placeOf(join(root, 'clips', 'a.mp4'))).toEqual({
      root: { name: 'Home', path: root },
      parts: ['clips', 'a.mp4'],
    });
    expect(await roots.placeOf(join(root, '.secret'))).toMatchObject({ root: { name: 'Keys' }, parts: [] });
    expect(await roots.placeOf('/')).toBeNull();
  });
});

describe('the roots of a server', () => {
  it('name every folder once', () => {
    const folders = { home: '/home/u', workspace: '/home/u/downloads', uploads: '/home/u/uploads' };
    expect(standardRoots(folders, ['/mnt/a/clips', '/mnt/b/clips/', '/home/u', '/'])).toEqual([
      { name: 'Home', path: '/home/u' },
      { name: 'Workspace', path: '/home/u/downloads' },
      { name: 'Uploads', path: '/home/u/uploads' },
      { name: 'clips', path: '/mnt/a/clips' },
      { name: '/mnt/b/clips', path: '/mnt/b/clips' },
      { name: '/', path: '/' },
    ]);
  });
});
