import { isIP } from 'node:net';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { hostOf, parseAddress, requirePublic } from '../../source/url/web-address.ts';
import type { AllowedRoots } from '../allowed-roots.ts';

/**
 * The options of a download that the page asks for. Files that they name are read like any other: below the roots only.
 * @throws AppError `url_refused` for what is no address of the web, `url_private`; `path_refused`, `input_missing`, `input_unreadable`
 * for the file of cookies
 */
export async function allowedDownload(
  url: string,
  options: AnalyzeOptions,
  roots: AllowedRoots,
): Promise<AnalyzeOptions> {
  const { hostname } = parseAddress(url);
  const { cookies, cookiesFromBrowser, allowPrivateUrls } = options;
  // A name is looked up when it is asked; a number needs no looking up.
  if (!allowPrivateUrls && isIP(hostOf(hostname)) !== 0) await requirePublic(hostname);
  // A profile can be given as a folder (`firefox:/path`), which would lead out of the roots.
  if (cookiesFromBrowser !== null && /[\\/]/.test(cookiesFromBrowser))
    throw new AppError('path_refused', { path: cookiesFromBrowser });
  return { ...options, cookies: cookies === null ? null : await roots.resolve(cookies) };
}
