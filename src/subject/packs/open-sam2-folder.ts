import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { SAM2_ROLES, type Sam2Model, type Sam2Role } from '../sam2/sam2-model.ts';
import { assembleSam2, maskModelInvalid, type Sam2File } from './assemble-sam2.ts';
import { checkpointError, isCheckpoint } from './checkpoint.ts';
import { readExportManifest, verifyExport } from './export-manifest.ts';
import { CONSTANTS_FILE } from './hosted-sam2.ts';

const isFile = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => null))?.isFile() ?? false;

/** The folder of a model, from it, from its folder of graphs or from one of its files. */
async function modelFolder(given: string): Promise<string> {
  const facts = await stat(given).catch(() => null);
  if (!facts) throw maskModelInvalid(given, 'nothing is there');
  if (facts.isFile() && isCheckpoint(given)) throw checkpointError(given);
  if (facts.isFile() && !/\.(?:onnx|json)$/i.test(given))
    throw maskModelInvalid(given, 'it is no file of a model');
  const folder = facts.isFile() ? path.dirname(given) : given;
  const parent = path.dirname(folder);
  const below =
    path.basename(folder) === 'onnx' &&
    !(await isFile(path.join(folder, CONSTANTS_FILE))) &&
    (await isFile(path.join(parent, CONSTANTS_FILE)));
  return below ? parent : folder;
}

/** A folder without graphs that holds a checkpoint gets the error of that checkpoint. */
async function refuseCheckpoints(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const checkpoint = names.find(isCheckpoint);
  if (checkpoint && !names.some((name) => name === 'onnx' || /\.onnx$/i.test(name)))
    throw checkpointError(path.join(folder, checkpoint));
}

/**
 * Opens a SAM 2 or EdgeTAM model in a folder: the graphs by their names, there or in a folder `onnx`, and
 * `constants.json`. Where a `manifest.json` names the files, all of them must have its sizes and hashes.
 * @param given the folder, or a file in it
 * @param name what the model is called; default: like its folder
 * @throws AppError `checkpoint_not_onnx` for weights of PyTorch, `mask_model_invalid`, `model_invalid`
 */
export async function openSam2Folder(given: string, name?: string): Promise<Sam2Model> {
  const folder = await modelFolder(path.resolve(given));
  await refuseCheckpoints(folder);
  const manifest = await readExportManifest(folder);
  const states = manifest ? await verifyExport(folder, manifest) : [];
  const wrong = states.find(({ problem }) => problem !== null);
  if (wrong?.problem === 'missing')
    throw maskModelInvalid(folder, `${wrong.spec.name} of manifest.json missing`);
  if (wrong) throw new AppError('model_invalid', { file: wrong.file, reason: wrong.problem ?? '' });
  const find = async (file: string): Promise<Sam2File | null> => {
    for (const at of [path.join(folder, file), path.join(folder, 'onnx', file)]) {
      const sha256 = states.find((state) => state.file === at)?.spec.sha256?.toLowerCase() ?? null;
      if (await isFile(at)) return { file: at, sha256 };
    }
    return null;
  };
  const graphs: Partial<Record<Sam2Role, Sam2File>> = {};
  for (const role of SAM2_ROLES) {
    const found = await find(`${role}.onnx`);
    if (found) graphs[role] = found;
  }
  const constants = await find(CONSTANTS_FILE);
  return assembleSam2({ name: name ?? path.basename(folder), folder, graphs, constants });
}
