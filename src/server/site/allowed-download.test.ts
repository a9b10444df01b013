import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { AllowedRoots } from '../allowed-roots.ts';
import { newFolder } from '../runs/runs.fixture.ts';
import { allowedDownload } from './allowed-download.ts';

const ADDRESS = 'https://example.com/clip.mp4';
const options = (given: Record<string, unknown>) => resolveOptions(ANALYZE_OPTIONS, given);

describe('a download that the page asks for', () => {
  const folder = newFolder();
  mkdirSync(path.join(folder, 'home'));
  const inside = path.join(folder, 'home', 'cookies.txt');
  const outside = path.join(folder, 'cookies.txt');
  for (const file of [inside, outside]) writeFileSync(file, '# Netscape HTTP Cookie File\n');
  const roots = new AllowedRoots([{ name: 'Home', path: path.join(folder, 'home') }]);

  it('takes cookies from a file below the roots only', async () => {
    const given = options({ cookies: inside });
    expect(await allowedDownload(ADDRESS, given, roots)).toEqual(given);
    const refused = allowedDownload(ADDRESS, options({ cookies: outside }), roots);
    await expect(refused).rejects.toMatchObject({ code: 'path_refused' });
  });

  it('takes the cookies of a browser by its name, and no folder of a profile', async () => {
    const given = options({ cookiesFromBrowser: 'firefox:work' });
    expect(await allowedDownload(ADDRESS, given, roots)).toEqual(given);
    for (const cookiesFromBrowser of [`firefox:${folder}`, 'chrome:..\\profile']) {
      const refused = allowedDownload(ADDRESS, options({ cookiesFromBrowser }), roots);
      await expect(refused).rejects.toMatchObject({ code: 'path_refused' });
    }
  });

  it('takes addresses of the web only', async () => {
    for (const address of ['ftp://example.com/a.mp4', 'file:///etc/passwd', 'https://'])
      await expect(allowedDownload(address, options({}), roots)).rejects.toMatchObject({
        code: 'url_refused',
      });
  });
});
