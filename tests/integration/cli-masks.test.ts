import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestFileSchema } from '../../src/contract/run-files.ts';
import { UNMASKED } from '../../src/select/mask.fixture.ts';
import { commandLine } from '../support/in-process.ts';
import { type MadeRun, makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';

/** Frame n: 0 and 1 without the subject, 2 not looked at; else it covers 5·n percent, compared from 6 on. */
function maskOf(n: number) {
  if (n === 2) return null;
  return {
    shot_id: 0,
    mask_area_pct: n < 2 ? 0.2 * n : 5 * n,
    mask_empty: n < 2,
    seed_type: 'face',
    reid_similarity: n < 6 ? null : n / 10,
    object_score: n < 2 ? -6 : 9.25,
  };
}

const FRAMES = 10;
const all = Array.from({ length: FRAMES }, (_, n) => n);
let parent: string;
let run: MadeRun;
let maskless: MadeRun;
let unmasked: MadeRun;

beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'framesift-masks-'));
  const common = { records: FRAMES, rejected: 0, errors: 0, width: 64, height: 36 };
  run = await makeRun(parent, { ...common, name: 'masked', masks: { of: maskOf } });
  maskless = await makeRun(parent, { ...common, name: 'maskless' });
  unmasked = await makeRun(parent, { ...common, name: 'unmasked', masks: { of: () => null } });
});

afterAll(() => rm(parent, { recursive: true, force: true }));

async function kept(folder: string, ...words: string[]) {
  const { exitCode, out, err } = await commandLine('filter', folder, ...words, '--json');
  expect(exitCode, err.join('\n')).toBe(0);
  const result: { kept: number[]; total: number; reasons: Record<string, number> } = JSON.parse(out[0] ?? '');
  return { ...result, err };
}

describe('framesift filter by masks', () => {
  it('keeps frames by the area of the subject and by who it is, and names the reasons', async () => {
    expect(await kept(run.folder)).toMatchObject({ kept: all, reasons: {}, err: [] });
    expect(await kept(run.folder, '--min-mask-area', '20', '--max-mask-area', '35')).toMatchObject({
      kept: [4, 5, 6, 7],
      reasons: { mask_empty: 2, mask_area: 4 },
      err: [],
    });
    expect(await kept(run.folder, '--min-mask-area', '0')).toMatchObject({
      kept: [3, 4, 5, 6, 7, 8, 9],
      reasons: { mask_empty: 2, mask_area: 1 },
    });
    expect(await kept(run.folder, '--min-identity', '0.8')).toMatchObject({
      kept: [8, 9],
      reasons: { identity: 8 },
    });
  });

  it('lets every frame fall in a run without masks, and says why', async () => {
    const words = ['--min-mask-area', '1'];
    expect(await kept(maskless.folder, ...words)).toMatchObject({
      kept: [],
      reasons: { mask_area: FRAMES },
      err: [
        'warning: this run was made without subject masks (--enable-subject-mask), so no frame passes thresholds on them',
      ],
    });
    expect((await kept(unmasked.folder, ...words)).err).toEqual([
      'warning: no frame of this run has a subject mask, so no frame passes thresholds on them',
    ]);
    expect((await kept(maskless.folder)).err).toEqual([]);
  });

  it('says so when nobody was compared', async () => {
    const strangers = await makeRun(parent, {
      ...{ records: 3, rejected: 0, errors: 0, width: 64, height: 36, name: 'strangers' },
      masks: { of: () => ({ ...UNMASKED, mask_area_pct: 30, mask_empty: false }) },
    });
    expect(await kept(strangers.folder, '--min-identity', '0')).toMatchObject({
      kept: [],
      err: ['warning: the subject of this run was compared with nobody, so no frame passes --min-identity'],
    });
    expect((await kept(strangers.folder, '--min-mask-area', '5')).err).toEqual([]);
  });

  it('refuses bounds that no frame can pass, and shares above 100', async () => {
    const wrong = async (...words: string[]) => (await commandLine('filter', run.folder, ...words)).err[0];
    expect(await wrong('--min-mask-area', '50', '--max-mask-area', '40')).toContain(
      '--min-mask-area 50 is above --max-mask-area 40',
    );
    expect(await wrong('--min-mask-area', '101')).toContain('--min-mask-area');
    expect(await wrong('--min-identity', '1.1')).toContain('--min-identity');
  });

  it('shows area and identity to a person, only where there are masks', async () => {
    const text = async (folder: string) => (await commandLine('filter', folder)).out.join('\n');
    expect(await text(run.folder)).toMatch(/mask % +│ identity[\s\S]*45\.0 │ +0\.900/);
    expect(await text(maskless.folder)).not.toContain('mask');
  });
});

it('an export by masks holds what the records say of them, and leaves the masks in the run', async () => {
  const to = path.join(temporaryFolder(), 'out');
  const words = ['--min-identity', '0.7', '--max-mask-area', '40', '--sidecar', 'both', '--to', to];
  const { exitCode, err } = await commandLine('export', run.folder, ...words);
  expect([exitCode, err]).toEqual([0, []]);
  expect((await readdir(to)).sort()).toEqual([
    'frame_000007.jpg',
    'frame_000008.jpg',
    'manifest.json',
    'metadata.csv',
    'metadata.jsonl',
  ]);
  const manifest = manifestFileSchema.parse(
    JSON.parse(await readFile(path.join(to, 'manifest.json'), 'utf8')),
  );
  expect(manifest.criteria).toMatchObject({ minIdentity: 0.7, maxMaskArea: 40 });
  const [head, first] = (await readFile(path.join(to, 'metadata.csv'), 'utf8')).split('\r\n');
  expect(head).toMatch(
    /shot_id,mask_path,mask_area_pct,mask_empty,seed_type,reid_similarity,object_score,error$/,
  );
  expect(first).toMatch(/,0,masks\/frame_000007\.png,35,false,face,0\.7,9\.25,$/);
});
