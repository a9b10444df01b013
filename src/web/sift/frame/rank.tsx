import type { Field } from '../../../select/fields.ts';
import { percentileOf } from '../../../select/percentile.ts';
import { useSift } from '../sift-context.tsx';
import classes from './details.module.css';
import { percentileText } from './percentile-text.ts';

/** Where a value of a frame stands among those of the run, as a bar and in words. */
export function Rank({ field, row }: { readonly field: Field; readonly row: number }) {
  const { model } = useSift();
  const ranking = model.ranking(field);
  const percentile = ranking ? percentileOf(ranking, model.valueOf(field, row)) : null;
  return (
    <span className={classes.rank}>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${percentile ?? 0}%` }} />
      </span>
      {percentileText(percentile)}
    </span>
  );
}
