import { Slider } from '@mantine/core';
import { IconCut, IconMask } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useObservable } from '../../state/use-observable.ts';
import { HintedButton } from '../hinted-button.tsx';
import { useSift } from '../sift-context.tsx';
import { changePrefs, MASK_OPACITY, siftPrefs } from '../sift-prefs.ts';
import { toggleCutOut, toggleMask } from './mask-keys.ts';
import classes from './mask-tools.module.css';
import { useMasked } from './use-masked.ts';
import { hasMask } from './use-stage-mask.ts';

const percent = (part: number): string => `${Math.round(part * 100)} %`;

/** Why the mask of a row is not seen; empty = it is. */
function useMissing(row: number): string {
  const { masks, model } = useSift();
  const [, setChanges] = useState(0);
  useEffect(() => masks.listen(() => setChanges((count) => count + 1)), [masks]);
  if (!hasMask(model, row)) return 'no mask of this frame';
  return masks.isBroken(model.data.numberOf(row)) ? 'the mask is lost' : '';
}

/**
 * Shows and hides the mask, cuts the subject out, and sets how much is seen through; nothing of a run without masks.
 * @param row whose mask is said to be missing; none = that is not said
 */
export function MaskTools({ row }: { readonly row?: number }) {
  const sift = useSift();
  const { mask, cutOut, maskOpacity } = useObservable(siftPrefs);
  const missing = useMissing(row ?? -1);
  if (!useMasked()) return null;
  const { min, max, step } = MASK_OPACITY;
  return (
    <div className={classes.tools}>
      {mask && row !== undefined && missing !== '' && <span className={classes.missing}>{missing}</span>}
      {mask && (
        <Slider
          className={classes.slider}
          size={4}
          min={min}
          max={max}
          step={step}
          value={maskOpacity}
          label={percent}
          thumbLabel="Opacity of the mask"
          thumbValueText={percent}
          onChange={(opacity) => changePrefs({ maskOpacity: opacity })}
        />
      )}
      <HintedButton keyId="mask" pressed={mask} onClick={() => toggleMask(sift)}>
        <IconMask size={18} aria-hidden />
      </HintedButton>
      <HintedButton keyId="cut-out" pressed={mask && cutOut} onClick={() => toggleCutOut(sift)}>
        <IconCut size={18} aria-hidden />
      </HintedButton>
    </div>
  );
}
