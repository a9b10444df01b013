import type { KeyHandlers } from '../../keys/key-layers.ts';
import { announce } from '../../parts/live-region.tsx';
import type { Sift } from '../sift.ts';
import { changePrefs, MASK_OPACITY, siftPrefs } from '../sift-prefs.ts';

const hasMasks = ({ model }: Sift): boolean => model.data.columns.subjects.any;

/** The mask of the subject is shown from now on, or no longer. */
export function toggleMask(sift: Sift): void {
  if (!hasMasks(sift)) return;
  const mask = !siftPrefs.value.mask;
  changePrefs({ mask });
  announce(mask ? 'The mask is shown.' : 'The mask is not shown.');
}

/** The subject is shown alone from now on, or coloured. */
export function toggleCutOut(sift: Sift): void {
  if (!hasMasks(sift)) return;
  const { mask, cutOut: before } = siftPrefs.value;
  const cutOut = !mask || !before;
  changePrefs({ mask: true, cutOut });
  announce(cutOut ? 'The subject is shown alone.' : 'The mask is shown over the subject.');
}

/** The mask covers more or less of what lies under it. */
export function changeOpacity(sift: Sift, by: number): void {
  if (!hasMasks(sift)) return;
  const { min, max } = MASK_OPACITY;
  const raised = Math.round((siftPrefs.value.maskOpacity + by) * 100) / 100;
  const maskOpacity = Math.min(max, Math.max(min, raised));
  changePrefs({ mask: true, maskOpacity });
  announce(`Mask ${Math.round(maskOpacity * 100)} %`);
}

/** Keys that show masks on large pictures. */
export function maskHandlers(sift: Sift): KeyHandlers {
  const { step } = MASK_OPACITY;
  return {
    mask: () => toggleMask(sift),
    'cut-out': () => toggleCutOut(sift),
    'mask-more': () => changeOpacity(sift, 2 * step),
    'mask-less': () => changeOpacity(sift, -2 * step),
  };
}
