import { setImmediate as breathe } from 'node:timers/promises';
import { AppError } from '../contract/app-error.ts';
import type { ExportOptions } from '../contract/export-options.ts';
import type { QualityWeights } from '../contract/metric.ts';
import { fillName, type NamePart, readNamePattern } from '../contract/name-pattern.ts';
import { stillType } from '../contract/picture-type.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { RunFile } from '../contract/run-files.ts';
import { sourceStem } from '../contract/source-name.ts';
import type { Criteria } from '../select/criteria.ts';
import type { ExportStyle } from './export-style.ts';
import { qualityOfRecord } from './record-quality.ts';

/** What the names of pictures are made of, besides their records. */
export interface Naming {
  /** Name pattern; null = the names of the run. */
  readonly pattern: string | null;
  readonly format: ExportOptions['format'];
  /** Whether the run writes PNG and not JPG. */
  readonly png: boolean;
  /** File name of the source without its ending; still pictures have their own instead. */
  readonly stem: string;
  /** Weights under which {quality} is given. */
  readonly weights: QualityWeights;
  /** Names that are taken by other files of the export. */
  readonly taken: readonly string[];
}

/**
 * What the names of an export are made of.
 * @param taken names of its other files
 */
export function namingOf(
  run: RunFile,
  { name, format }: Pick<ExportStyle, 'name' | 'format'>,
  { weights }: Criteria,
  taken: readonly string[],
): Naming {
  return {
    pattern: name,
    format,
    png: run.options.png === true,
    stem: sourceStem(run.source),
    weights,
    taken,
  };
}

/** Names made between two looks at what else there is to do. */
const AT_ONCE = 5000;

/** The ending of a picture in the export. */
function endingOf({ filename, original = '' }: FrameRecord, { format, png }: Naming): string {
  if (format !== 'copy') return format;
  return /\.(\w+)$/.exec(filename ?? '')?.[1] ?? stillType(original, png);
}

/** The name that the run gives or would have given, without its ending. */
function runName({ filename, frame_number }: FrameRecord): string {
  return filename?.replace(/\.\w+$/, '') ?? `frame_${String(frame_number).padStart(6, '0')}`;
}

function partsOf(pattern: string): readonly NamePart[] {
  const { parts, problem } = readNamePattern(pattern);
  if (problem !== null) {
    const expected = 'a pattern that holds {frame} or {index}';
    throw new AppError('invalid_option', {
      option: '--name',
      expected,
      actual: pattern,
      suggestion: problem,
    });
  }
  return parts;
}

function sameName(pattern: string | null, name: string): AppError {
  const suggestion = 'Put a letter, - or _ between the places, or take {frame:06} alone.';
  return new AppError('invalid_option', {
    option: '--name',
    expected: 'a pattern that gives every file a name of its own',
    actual: `${pattern}, which makes ${name} twice`,
    suggestion,
  });
}

/**
 * File names of the pictures of an export, in the order of the records.
 * @throws AppError `invalid_option` when two files would get the same name, also where only case tells them apart
 */
export async function pictureNames(records: readonly FrameRecord[], naming: Naming): Promise<string[]> {
  const { pattern, stem, weights } = naming;
  if (pattern === null) return records.map((record) => `${runName(record)}.${endingOf(record, naming)}`);
  const parts = partsOf(pattern);
  const seen = new Set(naming.taken.map((name) => name.toLowerCase()));
  const names: string[] = [];
  for (const record of records) {
    const facts = {
      stem: record.original === undefined ? stem : sourceStem({ path: record.original }),
      frameNumber: record.frame_number,
      index: names.length + 1,
      time: record.time,
      quality: qualityOfRecord(record, weights),
    };
    const name = `${fillName(parts, facts)}.${endingOf(record, naming)}`;
    const folded = name.normalize('NFC').toLowerCase();
    if (seen.has(folded)) throw sameName(pattern, name);
    seen.add(folded);
    names.push(name);
    if (names.length % AT_ONCE === 0) await breathe();
  }
  return names;
}
