import { AppError } from '../../contract/app-error.ts';
import { acceptedLicences, acceptLicence } from '../accepted-licences.ts';
import type { ModelManifest } from './model-bundle.ts';
import type { PullOptions } from './pull-bundle.ts';

/** How models are pulled. */
export interface ModelPullOptions extends PullOptions {
  /** Terms that the person accepts now; remembered. */
  readonly accept?: string;
  /** File of the terms accepted earlier; default: in the user's settings. */
  readonly licences?: string;
}

/** Whether the terms of models are accepted, or need not be. */
export async function isLicenceAccepted({ licence }: ModelManifest, file?: string): Promise<boolean> {
  return licence.acceptance === null || (await acceptedLicences(file)).includes(licence.acceptance);
}

/**
 * Remembers the terms that are accepted now, and sees to it that those of the models are.
 * @throws AppError `licence_needed`
 */
export async function requireLicence(
  manifest: ModelManifest,
  { accept, licences }: Pick<ModelPullOptions, 'accept' | 'licences'>,
): Promise<void> {
  const { name, licence } = manifest;
  if (licence.acceptance !== null && accept === licence.acceptance)
    await acceptLicence(licence.acceptance, licences);
  if (await isLicenceAccepted(manifest, licences)) return;
  const id = licence.acceptance ?? '';
  throw new AppError('licence_needed', { pack: name, licence: `${licence.text} (${licence.url})`, id });
}

/**
 * Downloads what is missing of models.
 * @returns what sources refused although in the end others had the files
 * @throws AppError `licence_needed` before anything is asked for; what `pullBundle` throws
 */
export async function pullModel(manifest: ModelManifest, options: ModelPullOptions): Promise<string[]> {
  await requireLicence(manifest, options);
  // What talks to the network is loaded by those who want it to.
  const { pullBundle } = await import('./pull-bundle.ts');
  const refusals: string[] = [];
  for (const bundle of manifest.bundles) refusals.push(...(await pullBundle(bundle, options)));
  return refusals;
}
