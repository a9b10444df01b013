import type { KeyHandlers } from '../keys/key-layers.ts';
import { announce } from '../parts/live-region.tsx';
import type { StageControl } from './frame/stage-control.ts';
import type { Sift } from './sift.ts';
import { changePrefs, siftPrefs } from './sift-prefs.ts';

/** Keys that give marks to what the front layer acts on. */
export function markHandlers(sift: Sift): KeyHandlers {
  return {
    pin: (event) => sift.mark('pin', event),
    reject: (event) => sift.mark('reject', event),
    clear: (event) => sift.mark(null, event),
    advance: toggleAdvance,
  };
}

/** Marks go on to the next frame from now on, or no longer. */
export function toggleAdvance(): void {
  const advance = !siftPrefs.value.advance;
  changePrefs({ advance });
  announce(advance ? 'Marks go on to the next frame.' : 'Marks stay on their frame.');
}

/** Faces are marked on the pictures from now on, or no longer. */
export function toggleFaces({ model }: Sift): void {
  if (model.runFaces.value === null) return;
  const faces = !siftPrefs.value.faces;
  changePrefs({ faces });
  announce(faces ? 'Faces are marked.' : 'Faces are not marked.');
}

/** Keys that zoom a picture. */
export function stageHandlers(stage: () => StageControl | null): KeyHandlers {
  return {
    zoom: () => stage()?.toggle(),
    'zoom-in': () => stage()?.step(1),
    'zoom-out': () => stage()?.step(-1),
    peek: ({ type }) => stage()?.peek(type === 'keydown'),
    loupe: () => changePrefs({ loupe: !siftPrefs.value.loupe }),
  };
}
