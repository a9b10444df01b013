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

/** A home folder that may be read, with a file of cookies in it and one outside. */
function cookieFiles() {
  const folder = newFolder();
  const home = path.join(folder, 'home');
  mkdirSync(home);
  const [inside, outside] = [path.join(home, 'cookies.txt'), path.join(folder, 'cookies.txt')];
  for (const file of [inside, outside]) writeFileSync(file, '# Netscape HTTP Cookie File\n');
  return { folder, inside, outside, roots: new AllowedRoots([{ name: 'Home', path: home }]) };
}

describe('a download that the page asks for', () => {
  it('takes cookies from a file below the roots only', async () => {
    const { roots, inside, outside } = cookieFiles();
    const given = options({ cookies: inside });
    expect(await allowedDownload(ADDRESS, given, roots)).toEqual(given);
    const refused = allowedDownload(ADDRESS, options({ cookies: outside }), roots);
    await expect(refused).rejects.toMatchObject({ code: 'path_refused' });
  });

  it('takes the cookies of a browser by its name, and no folder of a profile', async () => {
    const { roots, folder } = cookieFiles();
    const given = options({ cookiesFromBrowser: 'firefox:work' });
    expect(await allowedDownload(ADDRESS, given, roots)).toEqual(given);
    for (const cookiesFromBrowser of [`firefox:${folder}`, 'chrome:..\\profile']) {
      const refused = allowedDownload(ADDRESS, options({ cookiesFromBrowser }), roots);
      await expect(refused).rejects.toMatchObject({ code: 'path_refused' });
    }
  });

  it('takes numbers of private networks only where that is allowed', async () => {
    const { roots } = cookieFiles();
    for (const address of ['http://127.0.0.1:1/a.mp4', 'http://[::1]/a.mp4', 'http://10.1.2.3/']) {
      const refused = allowedDownload(address, options({}), roots);
      await expect(refused).rejects.toMatchObject({ code: 'url_private' });
      await allowedDownload(address, options({ allowPrivateUrls: true }), roots);
    }
  });

  it('takes addresses of the web only', async () => {
    const { roots } = cookieFiles();
    for (const address of ['ftp://example.com/a.mp4', 'file:///etc/passwd', 'https://'])
      await expect(allowedDownload(address, options({}), roots)).rejects.toMatchObject({
        code: 'url_refused',
      });
  });
});
