import { open, rm } from 'node:fs/promises';
import { type FrameRecord, serializeRecord } from '../contract/record.ts';
import { type ManifestFile, type ReviewFile, type RunFile, SCHEMA_VERSION } from '../contract/run-files.ts';
import { type Criteria, criteriaToOptions } from '../select/criteria.ts';
import { qualityOf } from '../select/quality.ts';

/** Name of the file that tells which frames an export holds, chosen how, from where. */
export const MANIFEST_FILE = 'manifest.json';

/** A record whose picture was written. */
export type PicturedRecord = FrameRecord & { readonly filename: string };

/** What a manifest is made of. */
export interface ManifestFacts {
  readonly run: RunFile;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly records: readonly PicturedRecord[];
  readonly review: Pick<ReviewFile, 'pinned'>;
  readonly criteria: Criteria;
  /** All records of the run. */
  readonly total: number;
  /** Name and version of Framesift. */
  readonly tool: ManifestFile['tool'];
}

/** The manifest of an export; quality is given under the weights of the criteria. */
function manifestOf(facts: ManifestFacts): ManifestFile {
  const pinned = new Set(facts.review.pinned);
  const frames = facts.records.map((record) => ({
    frame_number: record.frame_number,
    time: record.time,
    pts: record.pts,
    filename: record.filename,
    quality_score: qualityOf(
      {
        sharpness: record.sharpness_score,
        edge_strength: record.edge_strength_score,
        contrast: record.contrast_score,
        brightness: record.brightness_score,
        entropy: record.entropy_score,
      },
      facts.criteria.weights,
    ),
    pinned: pinned.has(record.frame_number),
  }));
  return {
    schema_version: SCHEMA_VERSION,
    tool: facts.tool,
    run: facts.folder,
    source: facts.run.source,
    criteria: criteriaToOptions(facts.criteria),
    total: facts.total,
    frames,
  };
}

/**
 * Writes a new text file whole or not at all.
 * @throws what the operating system says
 */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.close();
  } catch (thrown) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw thrown;
  }
}

/** The lines of metadata.jsonl for some records. */
export function metadataText(records: readonly FrameRecord[]): string {
  return records.map(serializeRecord).join('');
}

/** The text of manifest.json. */
export function manifestText(facts: ManifestFacts): string {
  return `${JSON.stringify(manifestOf(facts), null, 2)}\n`;
}
