import type { ModelFacts, ValueFacts } from '../../inference/model-facts.ts';
import { scrfdLayout } from '../detect/decode-scrfd.ts';
import { YUNET_OUTPUTS } from '../detect/decode-yunet.ts';

/** What a model of a face pack does. */
export type ModelTask = 'ultraface' | 'yunet' | 'scrfd' | 'landmarks' | 'eyes' | 'recognition' | 'other';

/** Fewest numbers of an embedding; classifiers of faces have fewer outputs. */
const LEAST_EMBEDDING = 64;
const LEAST_CROP = 112;

const sizeOf = ({ shape }: ValueFacts, axis: number): number | null => shape.at(axis) ?? null;

/** Feature count of the single output, if there is just one. */
function features({ outputs }: ModelFacts): number | null {
  const [only] = outputs;
  return outputs.length === 1 && only ? sizeOf(only, -1) : null;
}

function isUltraface({ outputs }: ModelFacts): boolean {
  const [scores, boxes] = outputs;
  return outputs.length === 2 && !!scores && !!boxes && sizeOf(scores, -1) === 2 && sizeOf(boxes, -1) === 4;
}

function isYunet({ outputs }: ModelFacts): boolean {
  const names = new Set(outputs.map(({ name }) => name));
  return YUNET_OUTPUTS.every((name) => names.has(name));
}

/**
 * Tells a model by its declared inputs and outputs, never by its name (insightface's rules, model_zoo.py, and those of
 * the other packs).
 */
export function modelTask(facts: ModelFacts): ModelTask {
  const [input] = facts.inputs;
  if (!input || facts.inputs.length !== 1) return 'other';
  if (isYunet(facts)) return 'yunet';
  if (scrfdLayout(facts.outputs.length)) return 'scrfd';
  if (isUltraface(facts)) return 'ultraface';
  const [channels, height, width] = [sizeOf(input, -3), sizeOf(input, -2), sizeOf(input, -1)];
  if (height === null || height !== width) return 'other';
  const count = features(facts);
  if (channels === 1 && height === 64 && count === 136) return 'landmarks';
  if (channels === 1 && height === 24 && count === 2) return 'eyes';
  // 192: landmarks, 96: gender and age of insightface, neither of which is used.
  if (height === 192 || height < LEAST_CROP || height % 16 !== 0) return 'other';
  return facts.outputs.length === 1 && (count ?? LEAST_EMBEDDING) >= LEAST_EMBEDDING
    ? 'recognition'
    : 'other';
}

/** True if a recogniser's graph normalises its input itself: a subtraction and a multiplication among its first nodes. */
export function normalisesItself({ firstNodes }: ModelFacts): boolean {
  const begins = (...prefixes: readonly string[]): boolean =>
    firstNodes.some(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
  return begins('Sub', '_minus') && begins('Mul', '_mul');
}
