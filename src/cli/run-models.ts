import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../contract/app-error.ts';
import { MODEL_OPTIONS } from '../contract/model-options.ts';
import { nearestName } from '../contract/parse-options.ts';
import { modelFolders } from '../inference/download/model-folders.ts';
import { modelBytes } from '../inference/download/model-state.ts';
import type { FileState } from '../inference/download/verify-bundle.ts';
import {
  exportCommandOf,
  KNOWN_MODELS,
  type KnownModel,
  knownModelSource,
  knownModelState,
  pullKnownModel,
  verifyKnownModel,
} from '../run/models/known-models.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { printJson } from './console.ts';
import { exportNote, modelTable, pullView } from './model-view.ts';

/** The models of some names. */
function modelsOf(names: readonly string[]): KnownModel[] {
  return names.map((name) => {
    const model = KNOWN_MODELS.find((known) => known.name === name);
    if (model) return model;
    const known = KNOWN_MODELS.map((other) => other.name);
    const nearest = nearestName(name, known);
    const meant = nearest ? `did you mean ${nearest}?` : `there are ${known.join(', ')}`;
    throw new AppError('usage', { detail: `There are no models called ${name}; ${meant}` });
  });
}

const foldersOf = async (command: Command) => {
  const { modelsDir } = await commandOptions(command, MODEL_OPTIONS);
  return modelFolders(modelsDir);
};

/** Runs `framesift models list`. */
export async function listModels(command: Command, { console }: CommandContext): Promise<void> {
  const folders = await foldersOf(command);
  const states = await Promise.all(KNOWN_MODELS.map((model) => knownModelState(model, folders)));
  if (programOptions(command).json) {
    const models = states.map(({ model, own, present, missing, accepted }) => ({
      kind: model.kind,
      name: model.name,
      title: model.title,
      present,
      missing,
      bytes: modelBytes(model),
      licence: model.licence.text,
      licence_url: model.licence.url,
      accepted,
      source: knownModelSource({ model, own }),
      export_command: exportCommandOf(model, folders),
    }));
    printJson(console, { folder: folders[0], models });
    return;
  }
  console.out(modelTable(states));
  console.out(`\n${folders[0]}`);
  console.out(`\n${exportNote(folders[0] ?? '.')}`);
}

/** Runs `framesift models pull`. */
export async function pullModels(
  names: readonly string[],
  command: Command,
  { console, signal }: CommandContext,
): Promise<void> {
  const { modelsDir, acceptLicense } = await commandOptions(command, MODEL_OPTIONS);
  const folder = modelFolders(modelsDir)[0] ?? '.';
  const { json } = programOptions(command);
  const view = json ? null : pullView(console);
  const models = names.length === 0 ? KNOWN_MODELS.slice(0, 1) : modelsOf(names);
  try {
    for (const model of models) {
      const accept = acceptLicense === null ? {} : { accept: acceptLicense };
      const onProgress = (progress: Parameters<NonNullable<typeof view>['show']>[0]) => view?.show(progress);
      const refusals = await pullKnownModel(model, { folder, signal, onProgress, ...accept });
      view?.stop();
      for (const refusal of refusals) console.err(`warning: ${refusal}`);
      if (!json) console.out(`${model.name}: ${path.join(folder, model.bundles[0]?.folder ?? model.name)}`);
    }
  } finally {
    view?.stop();
  }
  if (json) printJson(console, { folder, pulled: models.map(({ name }) => name) });
}

interface Verified {
  readonly name: string;
  readonly states: readonly FileState[];
}

/** Files that are wrong, and needed ones that are missing. */
const problemsOf = ({ states }: Verified) =>
  states.filter(({ problem, spec }) => problem !== null && !(problem === 'missing' && spec.optional));

/** Names of files whose hash nobody states. */
const unhashedOf = ({ states }: Verified) =>
  states.filter(({ spec }) => spec.sha256 === null).map(({ spec }) => spec.name);

/**
 * Runs `framesift models verify`.
 * @throws AppError `model_invalid` for the first file that is not what it must be
 */
export async function verifyModels(
  names: readonly string[],
  command: Command,
  { console }: CommandContext,
): Promise<void> {
  const folders = await foldersOf(command);
  const folder = folders[0] ?? '.';
  const states = await Promise.all(KNOWN_MODELS.map((model) => knownModelState(model, folders)));
  const here = states.filter(({ present }) => present).map(({ model }) => model);
  const wanted = names.length === 0 ? here : modelsOf(names);
  const verified: Verified[] = [];
  for (const model of wanted)
    verified.push({ name: model.name, states: await verifyKnownModel(model, folders) });
  const { json } = programOptions(command);
  if (json) {
    const models = verified.map((one) => ({
      name: one.name,
      ok: problemsOf(one).length === 0,
      problems: problemsOf(one).map(({ file, problem }) => ({ file, problem })),
      by_size_only: unhashedOf(one),
    }));
    printJson(console, { folder, models });
  } else {
    if (verified.length === 0) console.out(`No models are in ${folders.join(' or ')}.`);
    for (const one of verified) {
      const problems = problemsOf(one);
      const unhashed = unhashedOf(one).length;
      const bySize = unhashed > 0 ? ` (${unhashed} files by their sizes only: no hashes are published)` : '';
      const fine = `as it must be${bySize}`;
      console.out(`${one.name}: ${problems.length === 0 ? fine : `${problems.length} problems`}`);
      for (const { file, problem } of problems) console.out(`  ${file}: ${problem}`);
    }
  }
  const [first] = verified.flatMap(problemsOf);
  if (first) throw new AppError('model_invalid', { file: first.file, reason: first.problem ?? '' });
}
