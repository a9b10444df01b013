import type { PixelsAt, PlaneSettings } from '../../kernel/pixels.ts';
import { fixedInput, type LoadedModel } from '../detect/detector.ts';
import type { Workspace } from '../workspace.ts';

/** What a recogniser says about a crop. */
export interface Embedding {
  /** Of length 1. */
  readonly vector: Float32Array;
  /** Length before. */
  readonly norm: number;
}

/** A network that describes aligned crops of faces. */
export interface Recogniser {
  /** Side of its crops in pixels. */
  readonly size: number;
  embed(workspace: Workspace, crops: readonly PixelsAt[]): Promise<Embedding[]>;
}

const USUAL_SIZE = 112;
/** Crops of one call, where the graph takes several. */
const MOST_CROPS = 16;

/** Divides a vector by its length. */
export function normalised(values: Float32Array): Embedding {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return { vector: values.map((value) => value / norm), norm };
}

/** The recogniser of an ArcFace-like model. */
export function recogniserOf({ session, facts }: LoadedModel, planes: PlaneSettings): Recogniser {
  const many = facts.inputs[0]?.shape[0] === null ? MOST_CROPS : 1;
  return {
    size: fixedInput(facts)?.width ?? USUAL_SIZE,
    embed: async (workspace, crops) => {
      const embeddings: Embedding[] = [];
      for (let i = 0; i < crops.length; i += many) {
        const group = crops.slice(i, i + many);
        const [output] = await session.run(workspace.planes(group, planes));
        const length = (output?.data.length ?? 0) / group.length;
        for (let k = 0; k < group.length; k++) {
          embeddings.push(
            normalised(output?.data.slice(k * length, (k + 1) * length) ?? new Float32Array(0)),
          );
        }
      }
      return embeddings;
    },
  };
}

/** Cosine distance of two embeddings of length 1: 0 for the same, 1 for unrelated ones, at most 2. */
export function cosineDistance(a: Float32Array, b: Float32Array): number {
  return 1 - a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
