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
 * Downloads what is missing of a pack.
 * @returns what sources refused although in the end others had the files
 * @throws AppError `licence_needed` before anything is asked for; what {@link pullBundle} throws
 */
export async function pullPack(manifest: PackManifest, options: PackPullOptions): Promise<string[]> {
  const { name, licence, bundles } = manifest;
  if (licence.acceptance !== null && options.accept === licence.acceptance)
    await acceptLicence(licence.acceptance, options.licences);
  if (!(await isLicenceAccepted(manifest, options.licences))) {
    const id = licence.acceptance ?? '';
    throw new AppError('licence_needed', { pack: name, licence: `${licence.text} (${licence.url})`, id });
  }
  const refusals: string[] = [];
  for (const bundle of bundles) refusals.push(...(await pullBundle(bundle, options)));
  return refusals;
}
