import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { alternatingClip } from './alternating-clip.ts';
import { temporaryFolder } from './project.ts';
import { startWebHere, type WebHere } from './web-here.ts';

/** Stands in every file outside of the roots, and in a name there that no request holds. */
export const SECRET = 'TOP-SECRET-7c1f';

/** A web app between what it may show and what it may not. */
export interface Surrounded {
  readonly app: WebHere;
  /** Holds everything. */
  readonly folder: string;
  /** Folder of the secrets. */
  readonly outside: string;
  /** A clip that may be shown. */
  readonly clip: string;
}

/** A web app whose home has a clip and ways that lead out, beside a folder of secrets. */
export async function surrounded(): Promise<Surrounded> {
  const folder = temporaryFolder();
  const outside = path.join(folder, 'outside');
  mkdirSync(path.join(outside, SECRET), { recursive: true });
  writeFileSync(path.join(outside, 'secret.txt'), SECRET);
  writeFileSync(path.join(outside, 'secret.json'), JSON.stringify({ [SECRET]: SECRET }));
  const app = await startWebHere(folder);
  const { home } = app;
  const clip = await alternatingClip(home, 'clip.mp4', 1);
  await alternatingClip(outside, 'secret.mp4', 1);
  mkdirSync(path.join(home, 'folder'));
  mkdirSync(path.join(home, '.config'));
  for (const name of ['.hidden.mp4', '.config/inside.mp4']) writeFileSync(path.join(home, name), SECRET);
  symlinkSync(path.join(outside, 'secret.mp4'), path.join(home, 'link.mp4'));
  symlinkSync('link.mp4', path.join(home, 'link of link.mp4'));
  symlinkSync(path.join(outside, 'not there.mp4'), path.join(home, 'dangling.mp4'));
  symlinkSync(outside, path.join(home, 'linked'));
  symlinkSync('../../outside', path.join(home, 'folder/middle'));
  symlinkSync('.config', path.join(home, 'settings'));
  return { app, folder, outside, clip };
}
