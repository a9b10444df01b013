import { FACEPLUGIN } from './faceplugin.ts';
import { INSIGHTFACE_PACKS } from './insightface.ts';
import type { PackManifest } from './pack-manifest.ts';
import { YUNET } from './yunet.ts';

/** All packs that are known, the default one first. */
export const KNOWN_PACKS: readonly PackManifest[] = [FACEPLUGIN, YUNET, ...INSIGHTFACE_PACKS];

/** The manifest of a pack's name, or null: then it may be a folder. */
export function knownPack(name: string): PackManifest | null {
  return KNOWN_PACKS.find((pack) => pack.name === name) ?? null;
}
