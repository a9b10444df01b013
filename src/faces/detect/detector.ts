import type { ModelFacts } from '../../inference/model-facts.ts';
import type { ModelSession } from '../../inference/session.ts';
import type { PixelsAt } from '../../kernel/pixels.ts';
import type { Detection } from '../face-types.ts';
import type { Workspace } from '../workspace.ts';

/** A network that finds faces, ready to run. */
export interface Detector {
  /** Pixels of its largest input. */
  readonly canvasPixels: number;
  /** Faces of the picture in the workspace, best first. */
  detect(workspace: Workspace, picture: PixelsAt): Promise<Detection[]>;
}

/** A session with what its file declares. */
export interface LoadedModel {
  readonly session: ModelSession;
  readonly facts: ModelFacts;
}

/** Fixed height and width of a model's first input; null where the graph leaves one open. */
export function fixedInput(facts: ModelFacts): { readonly width: number; readonly height: number } | null {
  const [, , height = null, width = null] = facts.inputs[0]?.shape ?? [];
  return height === null || width === null ? null : { width, height };
}
