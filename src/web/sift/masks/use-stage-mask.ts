import { useEffect } from 'react';
import { MASK_STORED } from '../../../contract/mask-table.ts';
import { useObservable } from '../../state/use-observable.ts';
import type { SiftModel } from '../model/sift-model.ts';
import type { PictureWisher } from '../pictures/picture-sources.ts';
import { useSift } from '../sift-context.tsx';
import { siftPrefs } from '../sift-prefs.ts';
import type { MaskLook } from './paint-mask.ts';

/** Whether the run stored a mask of a row. */
export function hasMask({ data }: SiftModel, row: number): boolean {
  const { any, masks } = data.columns.subjects;
  return any && ((masks.flags[row] ?? 0) & MASK_STORED) !== 0;
}

/**
 * Asks for the masks of some frames as long as the component is there and masks are shown.
 * @param stay milliseconds for which the frames must stay the same, so that rushing through asks for nothing
 */
export function useMasks(who: PictureWisher, frames: readonly number[], stay: number): void {
  const { masks, model } = useSift();
  const { mask: on } = useObservable(siftPrefs);
  const { columns } = model.data;
  const wanted = on ? frames.filter((frame) => hasMask(model, columns.rowOf(frame))).join(' ') : '';
  useEffect(() => {
    const list = wanted === '' ? [] : wanted.split(' ').map(Number);
    const timer = setTimeout(() => masks.want(who, list), stay);
    return () => clearTimeout(timer);
  }, [masks, who, wanted, stay]);
  useEffect(() => () => masks.want(who, []), [masks, who]);
}

/** How a stage shows the mask of a row; nothing while masks are switched off, and where there is none. */
export function useStageMask(row: number): { readonly mask?: MaskLook } {
  const { model } = useSift();
  const { mask: on, cutOut, maskOpacity: opacity } = useObservable(siftPrefs);
  useObservable(model.dataVersion);
  return on && hasMask(model, row) ? { mask: { cutOut, opacity } } : {};
}
