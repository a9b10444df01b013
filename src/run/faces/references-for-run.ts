import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { FaceReference, RunFile } from '../../contract/run-files.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import type { ModelContext } from '../models/pull-for-run.ts';
import { openPack } from './open-pack.ts';
import { readReferences } from './read-references.ts';

type Given = Pick<AnalyzeOptions, 'faceRefImg' | 'faceRef' | 'modelsDir'>;

/**
 * The models that described the faces of a run.
 * @throws AppError `face_models_differ` where other models have their name by now; what opening models throws
 */
export async function packOfRun(
  folder: string,
  { faces, options }: RunFile,
  modelsDir: string | null,
  context: ModelContext,
): Promise<FacePack> {
  const name = ANALYZE_OPTIONS.faceModel.schema.safeParse(options.faceModel).data ?? faces?.pack ?? '';
  const pack = await openPack({ faceModel: name, modelsDir, acceptLicense: null }, context);
  if (pack.recogniser?.sha256 === faces?.recogniser) return pack;
  throw new AppError('face_models_differ', { path: folder, pack: pack.name });
}

/**
 * Reference pictures for the faces of a run, described by the models of the run; none where no picture is given.
 * @throws AppError `faces_missing` for a run without faces, and what opening models and reading pictures throws
 */
export async function referencesForRun(
  folder: string,
  run: RunFile,
  { faceRefImg, faceRef, modelsDir }: Given,
  context: ModelContext,
): Promise<FaceReference[]> {
  if (faceRefImg.length === 0 && faceRef.length === 0) return [];
  if (!run.faces || run.faces.dimensions === 0) throw new AppError('faces_missing', { path: folder });
  const pack = await packOfRun(folder, run, modelsDir, context);
  const warn = (message: string) => context.emit({ event: 'log', level: 'warn', message });
  return readReferences({ faceRefImg, faceRef, gpu: false }, pack, warn);
}
