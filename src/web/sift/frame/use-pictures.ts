import { useEffect } from 'react';
import type { PictureWisher } from '../pictures/picture-sources.ts';
import { useSift } from '../sift-context.tsx';

/**
 * Asks for large pictures as long as the component is there.
 * @param stay milliseconds for which the frames must stay the same, so that rushing through asks for nothing
 */
export function usePictures(who: PictureWisher, frames: readonly number[], stay: number): void {
  const { pictures } = useSift();
  const wanted = frames.join(' ');
  useEffect(() => {
    const list = wanted === '' ? [] : wanted.split(' ').map(Number);
    const timer = setTimeout(() => pictures.want(who, list), stay);
    return () => clearTimeout(timer);
  }, [pictures, who, wanted, stay]);
  useEffect(() => () => pictures.want(who, []), [pictures, who]);
}
