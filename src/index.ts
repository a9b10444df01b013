/**
 * Framesift as a library: analyse a video or still pictures into a run folder, read it, select frames and export them;
 * find the shots of a video.
 *
 * @packageDocumentation
 */
export { ANALYZE_OPTIONS, type AnalyzeOptions } from './contract/analyze-options.ts';
export { AppError } from './contract/app-error.ts';
export { CRITERIA_OPTIONS, type CriteriaOptions } from './contract/criteria-options.ts';
export { ERROR_TABLE, type ErrorCode } from './contract/error-table.ts';
export type { EventSink, RunEvent } from './contract/events.ts';
export { EXPORT_OPTIONS, type ExportOptions } from './contract/export-options.ts';
export { METRICS, type Metric, type QualityWeights } from './contract/metric.ts';
export { resolveOptions } from './contract/parse-options.ts';
export type { Probe } from './contract/probe.ts';
export type { FrameRecord } from './contract/record.ts';
export type { ManifestFile, ReviewFile, RunCounts, RunFile, Source } from './contract/run-files.ts';
export { SERVER_OPTIONS, type ServerOptions } from './contract/server-options.ts';
export { SHOT_OPTIONS, type ShotOptions } from './contract/shot-options.ts';
export { type FfmpegPrograms, findFfmpeg } from './decode/ffmpeg-programs.ts';
export { type ProbedVideo, probeVideo } from './decode/probe.ts';
export { type ExportRequest, type ExportResult, exportSelection } from './export/export-selection.ts';
export { type ExportStyle, styleOf } from './export/export-style.ts';
export { type MakePictures, videoPictures } from './export/video-pictures.ts';
export type { AnalyzeContext } from './run/analysis.ts';
export { type AnalyzeResult, analyze } from './run/analyze.ts';
export {
  decodePictures,
  type PictureContext,
  type TakePicture,
  type WantedFrame,
} from './run/decode-pictures.ts';
export { comparedRun } from './run/people/compared-run.ts';
export { type PeopleOfRun, peopleOfRun } from './run/people/people-of-run.ts';
export { readRun, type StoredRun } from './run/read-run.ts';
export { type AppendFile, diskIo, type RunIo } from './run/run-io.ts';
export { type Criteria, criteriaFromOptions } from './select/criteria.ts';
export { type SelectedRecords, selectRecords } from './select/select.ts';
export { detectShots, type FoundShots, type ShotWatch } from './shots/detect-shots.ts';
export type { Shot } from './shots/shot-list.ts';
export type { FolderPattern } from './source/list-folder.ts';
export { type Input, listInputs } from './source/list-inputs.ts';
export { openLocal } from './source/open-local.ts';
export { openSource } from './source/open-source.ts';
export { TOOL } from './tool.ts';
