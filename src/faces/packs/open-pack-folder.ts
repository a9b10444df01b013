import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { type ModelFile, readModelFile } from '../../inference/model-file.ts';
import type { PlaneSettings } from '../../kernel/pixels.ts';
import { scrfdLayout } from '../detect/decode-scrfd.ts';
import type { FacePack } from './face-pack.ts';
import { FACEPLUGIN_BUNDLE, FR_FEATURE } from './faceplugin.ts';
import { ARCFACE } from './insightface.ts';
import { type ManifestTask, type NamedModels, parseManifest } from './manifest-v2.ts';
import { type ModelTask, modelTask, normalisesItself } from './model-task.ts';
import type { DetectorKind, RecogniserKind } from './pack-manifest.ts';

/** A model of the folder and what it does. */
interface RoutedModel extends ModelFile {
  readonly task: ModelTask;
}

/** SHA-256 of version-RFB-320_without_postprocessing.onnx, whose shapes are those of the files with post-processing. */
const RAW_ULTRAFACE = 'd7c687949526065ab6a192fdf993360045ce27b0fabf7c9fca5c2437b786b495';

const DETECTORS: readonly ModelTask[] = ['ultraface', 'yunet', 'scrfd'];

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function detectorKind({ task, bytes }: RoutedModel): DetectorKind | null {
  if (task === 'yunet') return { kind: 'yunet', confidence: 0.6, longestSide: 960 };
  if (task === 'scrfd') return { kind: 'scrfd', confidence: 0.5, canvases: [640] };
  if (task === 'ultraface')
    return { kind: 'ultraface', confidence: 0.7, raw: sha256(bytes) === RAW_ULTRAFACE };
  return null;
}

function recogniserKind({ facts }: ModelFile, hash: string, named: ManifestTask | null): RecogniserKind {
  if (FACEPLUGIN_BUNDLE.files.some((file) => file.sha256 === hash)) return FR_FEATURE;
  const { preprocessing } = named ?? {};
  const embedded = preprocessing === undefined ? normalisesItself(facts) : preprocessing === 'embedded';
  const scale = typeof preprocessing === 'object' ? preprocessing : { mean: 127.5, std: 127.5 };
  const planes: PlaneSettings = embedded
    ? { order: 'rgb', mean: 0, divisor: 1 }
    : { order: 'rgb', mean: scale.mean, divisor: scale.std };
  return { ...ARCFACE, planes };
}

async function routeByShape(folder: string): Promise<RoutedModel[]> {
  const names = await readdir(folder).catch((thrown: unknown) => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('pack_invalid', { folder, reason }, { cause: thrown });
  });
  const models: RoutedModel[] = [];
  const taken = new Set<string>();
  for (const name of names.filter((found) => /\.onnx$/i.test(found)).sort()) {
    const model = await readModelFile(path.join(folder, name));
    const task = modelTask(model.facts);
    const role = DETECTORS.includes(task) ? 'detection' : task;
    if (taken.has(role) || task === 'other') continue;
    taken.add(role);
    models.push({ ...model, task });
  }
  return models;
}

async function readNamed(folder: string, task: ManifestTask): Promise<RoutedModel> {
  const model = await readModelFile(path.join(folder, task.file));
  if (task.sha256 && sha256(model.bytes) !== task.sha256.toLowerCase())
    throw new AppError('model_invalid', {
      file: model.file,
      reason: 'its hash is not that of manifest.json',
    });
  return { ...model, task: modelTask(model.facts) };
}

async function readManifest(folder: string): Promise<NamedModels | null> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => null);
  const named = text === null ? null : parseManifest(text);
  if (named && 'problem' in named) throw new AppError('pack_invalid', { folder, reason: named.problem });
  return named;
}

/** What keeps the pack from comparing faces. */
function problemOf(detector: RoutedModel, hasRecogniser: boolean, hasLandmarks: boolean): string | null {
  if (!hasRecogniser) return 'it has no recogniser';
  const own = detector.task === 'yunet' || scrfdLayout(detector.facts.outputs.length)?.points === true;
  return own || hasLandmarks
    ? null
    : `its detector ${path.basename(detector.file)} finds no points of a face`;
}

/**
 * Opens whatever pack lies in a folder: models are told by their shapes, the first of each task in the order of names
 * wins; a manifest of insightface 2 names them instead.
 * @throws AppError `pack_invalid` without a detector, `model_invalid` for a broken file
 */
export async function openPackFolder(folder: string): Promise<FacePack> {
  const named = await readManifest(folder);
  const byShape = named ? [] : await routeByShape(folder);
  const of = (...tasks: readonly ModelTask[]) => byShape.find(({ task }) => tasks.includes(task));
  const detector = named ? await readNamed(folder, named.detection) : of(...DETECTORS);
  const recogniser = named?.recognition ? await readNamed(folder, named.recognition) : of('recognition');
  const kind = detector && detectorKind(detector);
  if (!detector || !kind)
    throw new AppError('pack_invalid', { folder, reason: 'none of its models finds faces' });
  const landmarks = of('landmarks')?.file ?? null;
  const hash = recogniser && sha256(recogniser.bytes);
  return {
    name: path.basename(folder),
    detector: { file: detector.file, ...kind },
    landmarks,
    eyes: of('eyes')?.file ?? null,
    recogniser:
      recogniser && hash
        ? {
            file: recogniser.file,
            sha256: hash,
            ...recogniserKind(recogniser, hash, named?.recognition ?? null),
          }
        : null,
    recognitionProblem: problemOf(detector, recogniser !== undefined, landmarks !== null),
  };
}
