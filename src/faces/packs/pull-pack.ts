import { AppError } from '../../contract/app-error.ts';
import { acceptedLicences, acceptLicence } from '../../inference/accepted-licences.ts';
import { type PullOptions, pullBundle } from '../../inference/download/pull-bundle.ts';
import type { PackManifest } from './pack-manifest.ts';

/** How a pack is pulled. */
export interface PackPullOptions extends PullOptions {
  /** Terms that the person accepts now; remembered. */
  readonly accept?: string;
  /** File of the terms accepted earlier; default: in the user's settings. */
  readonly licences?: string;
}

/** Whether the terms of a pack are accepted, or need not be. */
export async function isLicenceAccepted({ licence }: PackManifest, file?: string): Promise<boolean> {
  return licence.acceptance === null || (await acceptedLicences(file)).includes(licence.acceptance);
}

/**
 * Remembers the terms that are accepted now, and sees to it that those of the pack are.
 * @throws AppError `licence_needed`
 */
export async function requireLicence(
  manifest: PackManifest,
  { accept, licences }: Pick<PackPullOptions, 'accept' | 'licences'>,
): Promise<void> {
  const { name, licence } = manifest;
  if (licence.acceptance !== null && accept === licence.acceptance)
    await acceptLicence(licence.acceptance, licences);
  if (await isLicenceAccepted(manifest, licences)) return;
  const id = licence.acceptance ?? '';
  throw new AppError('licence_needed', { pack: name, licence: `${licence.text} (${licence.url})`, id });
}

/**
 * Downloads what is missing of a pack.
 * @returns what sources refused although in the end others had the files
 * @throws AppError `licence_needed` before anything is asked for; what {@link pullBundle} throws
 */
export async function pullPack(manifest: PackManifest, options: PackPullOptions): Promise<string[]> {
  await requireLicence(manifest, options);
  const refusals: string[] = [];
  for (const bundle of manifest.bundles) refusals.push(...(await pullBundle(bundle, options)));
  return refusals;
}
