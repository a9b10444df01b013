import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { ModelFacts } from '../../inference/model-facts.ts';
import { readModelFile } from '../../inference/model-file.ts';
import {
  SAM2_ROLES,
  type Sam2Constants,
  type Sam2Model,
  type Sam2Role,
  sam2ConstantsSchema,
} from '../sam2/sam2-model.ts';
import { CONSTANTS_FILE } from './hosted-sam2.ts';
import { constantsProblem, contractProblem } from './sam2-contract.ts';

/** A file of a model and its SHA-256, where that is known without reading. */
export interface Sam2File {
  readonly file: string;
  readonly sha256: string | null;
}

/** The files of a model that were found. */
export interface Sam2Files {
  readonly name: string;
  /** What errors name. */
  readonly folder: string;
  readonly graphs: Readonly<Partial<Record<Sam2Role, Sam2File>>>;
  readonly constants: Sam2File | null;
}

const NEEDED = ['vision_encoder', 'mask_decoder', 'memory_encoder', 'memory_attention'] as const;

/** The error of a folder that holds no usable model. */
export const maskModelInvalid = (folder: string, reason: string): AppError =>
  new AppError('mask_model_invalid', { folder, reason });

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function readConstants(
  folder: string,
  file: string,
): Promise<{ constants: Sam2Constants; bytes: Buffer }> {
  const bytes = await readFile(file);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw maskModelInvalid(folder, 'constants.json is no JSON');
  }
  const { data, error } = sam2ConstantsSchema.safeParse(value);
  if (!data) {
    const [first] = error.issues;
    const at = first?.path.join('.') ?? '';
    throw maskModelInvalid(
      folder,
      `constants.json is wrong: ${at} ${first?.message ?? z.prettifyError(error)}`,
    );
  }
  return { constants: data, bytes };
}

/** Which graph does what, in words for "missing". */
function missingOf({ graphs, constants }: Sam2Files): string[] {
  return [
    ...NEEDED.filter((role) => !graphs[role]).map((role) => `${role}.onnx`),
    ...(constants ? [] : [CONSTANTS_FILE]),
  ];
}

/**
 * Makes a model of its files: every graph is whole and has the inputs and outputs of its role, and the constants fit them.
 * Graphs are read one after another, so that no two are in memory at once.
 * @throws AppError `mask_model_invalid` (a part is missing or does not fit), `model_invalid` (a file is cut off or no model)
 */
export async function assembleSam2(found: Sam2Files): Promise<Sam2Model> {
  const { name, folder, graphs } = found;
  const missing = missingOf(found);
  if (missing.length > 0 || !found.constants) throw maskModelInvalid(folder, `${missing.join(', ')} missing`);
  const { constants, bytes } = await readConstants(folder, found.constants.file);
  if (constants.pointer_temporal === 'projected' && !graphs.pointer_tpos)
    throw maskModelInvalid(folder, 'pointer_tpos.onnx missing');
  const facts: Partial<Record<Sam2Role, ModelFacts>> = {};
  const lines: string[] = [];
  for (const role of SAM2_ROLES) {
    const graph = graphs[role];
    if (!graph) continue;
    const model = await readModelFile(graph.file);
    const problem = contractProblem(role, model.facts);
    if (problem) throw maskModelInvalid(folder, problem);
    facts[role] = model.facts;
    lines.push(`${role} ${graph.sha256 ?? sha256(model.bytes)}`);
  }
  const problem = constantsProblem(constants, facts);
  if (problem) throw maskModelInvalid(folder, problem);
  lines.push(`constants ${found.constants.sha256 ?? sha256(bytes)}`);
  const file = (role: Sam2Role) => {
    const graph = graphs[role];
    return graph ? path.resolve(graph.file) : null;
  };
  return {
    name,
    files: {
      vision_encoder: file('vision_encoder'),
      mask_decoder: file('mask_decoder'),
      memory_encoder: file('memory_encoder'),
      memory_attention: file('memory_attention'),
      pointer_tpos: file('pointer_tpos'),
      mask_downsample: file('mask_downsample'),
    },
    constants,
    sha256: sha256(Buffer.from(lines.join('\n'))),
  };
}
