import path from 'node:path';
import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import {
  RUN_FILES,
  type RunCounts,
  type RunFile,
  SCHEMA_VERSION,
  type Source,
} from '../contract/run-files.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import { TOOL } from '../tool.ts';
import { configHash, shapingOptions } from './config-hash.ts';
import type { PreparedFaces } from './faces/prepare-faces.ts';
import { imageLibrary } from './image-library.ts';
import { type RunIo, replaceFile } from './run-io.ts';
import { shotFactsOf } from './shots/shot-facts.ts';
import type { PreparedSubject } from './subject/prepare-subject.ts';

/** run.json for a source and options; the same ones give the same bytes. */
export async function runFileOf(
  programs: FfmpegPrograms,
  source: Source,
  video: ProbedVideo,
  options: AnalyzeOptions,
  faces: PreparedFaces | null,
  subject: PreparedSubject | null,
): Promise<RunFile> {
  const { versions } = await imageLibrary();
  const shots = shotFactsOf(source, options);
  return {
    schema_version: SCHEMA_VERSION,
    tool: TOOL,
    source,
    probe: video.probe,
    ...(faces && { faces: faces.facts }),
    ...(subject && { subject: subject.facts }),
    ...(shots && { shots }),
    options: shapingOptions(options),
    config_hash: configHash(source, options, faces?.facts.recogniser, subject?.facts.sha256),
    versions: { ffmpeg: programs.version, sharp: versions.sharp ?? '', vips: versions.vips },
    counts: null,
    warnings: [],
  };
}

/** Writes run.json: without counts when a run begins, with them when it is complete. */
export async function writeRunFile(
  io: RunIo,
  folder: string,
  file: RunFile,
  result: { counts: RunCounts; warnings: readonly string[] } | null,
): Promise<void> {
  const complete = result ? { ...file, counts: result.counts, warnings: [...result.warnings] } : file;
  await replaceRunFile(io, folder, complete);
}

/** Writes run.json as it is given, in one step. */
export async function replaceRunFile(io: RunIo, folder: string, file: RunFile): Promise<void> {
  await replaceFile(io, path.join(folder, RUN_FILES.run), `${JSON.stringify(file, null, 2)}\n`);
}
