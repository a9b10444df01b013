import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../contract/app-error.ts';
import { MODEL_OPTIONS } from '../contract/model-options.ts';
import { nearestName } from '../contract/parse-options.ts';
import { KNOWN_PACKS, knownPack } from '../faces/packs/known-packs.ts';
import type { PackManifest } from '../faces/packs/pack-manifest.ts';
import { packBytes, packSource, packState } from '../faces/packs/pack-state.ts';
import { pullPack } from '../faces/packs/pull-pack.ts';
import { modelFolders } from '../inference/download/model-folders.ts';
import { type FileState, verifyBundle } from '../inference/download/pull-bundle.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { printJson } from './console.ts';
import { packTable, pullView } from './model-view.ts';

/** The packs of some names. */
function packsOf(names: readonly string[]): PackManifest[] {
  return names.map((name) => {
    const pack = knownPack(name);
    if (pack) return pack;
    const known = KNOWN_PACKS.map((other) => other.name);
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
  const states = await Promise.all(KNOWN_PACKS.map((pack) => packState(pack, folders)));
  if (programOptions(command).json) {
    const models = states.map(({ pack, present, missing, accepted }) => ({
      name: pack.name,
      title: pack.title,
      present,
      missing,
      bytes: packBytes(pack),
      licence: pack.licence.text,
      licence_url: pack.licence.url,
      accepted,
      source: packSource(pack),
    }));
    printJson(console, { folder: folders[0], models });
    return;
  }
  console.out(packTable(states));
  console.out(`\n${folders[0]}`);
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
  const packs = names.length === 0 ? KNOWN_PACKS.slice(0, 1) : packsOf(names);
  try {
    for (const pack of packs) {
      const accept = acceptLicense === null ? {} : { accept: acceptLicense };
      const onProgress = (progress: Parameters<NonNullable<typeof view>['show']>[0]) => view?.show(progress);
      const refusals = await pullPack(pack, { folder, signal, onProgress, ...accept });
      view?.stop();
      for (const refusal of refusals) console.err(`warning: ${refusal}`);
      if (!json) console.out(`${pack.name}: ${path.join(folder, pack.bundles[0]?.folder ?? '')}`);
    }
  } finally {
    view?.stop();
  }
  if (json) printJson(console, { folder, pulled: packs.map(({ name }) => name) });
}

interface Verified {
  readonly name: string;
  readonly states: readonly FileState[];
}

/** Files that are wrong, and needed ones that are missing. */
const problemsOf = ({ states }: Verified) =>
  states.filter(({ problem, spec }) => problem !== null && !(problem === 'missing' && spec.optional));

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
  const states = await Promise.all(KNOWN_PACKS.map((pack) => packState(pack, folders)));
  const here = states.filter(({ present }) => present).map(({ pack }) => pack);
  const packs = names.length === 0 ? here : packsOf(names);
  const verified: Verified[] = [];
  for (const { name, bundles } of packs) {
    const all: FileState[] = [];
    for (const bundle of bundles) all.push(...(await verifyBundle(bundle, folders)));
    verified.push({ name, states: all });
  }
  const { json } = programOptions(command);
  if (json) {
    const models = verified.map((one) => ({
      name: one.name,
      ok: problemsOf(one).length === 0,
      problems: problemsOf(one).map(({ file, problem }) => ({ file, problem })),
    }));
    printJson(console, { folder, models });
  } else {
    if (verified.length === 0) console.out(`No models are in ${folders.join(' or ')}.`);
    for (const one of verified) {
      const problems = problemsOf(one);
      console.out(`${one.name}: ${problems.length === 0 ? 'as it must be' : `${problems.length} problems`}`);
      for (const { file, problem } of problems) console.out(`  ${file}: ${problem}`);
    }
  }
  const [first] = verified.flatMap(problemsOf);
  if (first) throw new AppError('model_invalid', { file: first.file, reason: first.problem ?? '' });
}
