import registryAuthToken from 'registry-auth-token';
import { z } from 'zod';
import { DownloadError, networkReason } from './download-error.ts';
import type { DownloadContext } from './fetch-file.ts';
import type { NpmSource } from './model-bundle.ts';
import { readNpmSettings } from './npm-settings.ts';

const packageSchema = z.object({
  versions: z.record(z.string(), z.object({ dist: z.object({ tarball: z.url() }) })),
});

/** What npm would send along to an address of a registry. */
export function authHeaders(url: string): Record<string, string> {
  const found = registryAuthToken(url, { recursive: true });
  return found ? { authorization: `${found.type} ${found.token}` } : {};
}

async function readPackage(url: string, { client, signal }: DownloadContext) {
  const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
  try {
    const response = await client.get(url, { accept, ...authHeaders(url) }, signal);
    if (!response.ok)
      throw new DownloadError(`the server answers ${response.status} ${response.statusText}`.trim());
    return packageSchema.parse(await response.json());
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof z.ZodError) throw new DownloadError('the registry answers in another form');
    throw thrown instanceof DownloadError
      ? thrown
      : new DownloadError(networkReason(thrown), { cause: thrown });
  }
}

/**
 * Addresses of a package's archive, best first: below the registry that npm is set up with, then where the registry
 * says it lies, which with a mirror is sometimes elsewhere.
 * @throws DownloadError
 */
export async function archiveAddresses(
  { package: name, version }: NpmSource,
  context: DownloadContext,
  settings = readNpmSettings(),
): Promise<string[]> {
  const registry = settings.registryFor(name);
  const { versions } = await readPackage(`${registry}${name.replace('/', '%2f')}`, context);
  const stated = versions[version]?.dist.tarball;
  if (!stated) throw new DownloadError(`the registry has no version ${version}`);
  if (stated.startsWith(registry)) return [stated];
  const bare = name.split('/').at(-1);
  return [`${registry}${name}/-/${bare}-${version}.tgz`, stated];
}
