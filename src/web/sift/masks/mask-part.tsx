import { MASK_EMPTY, MASK_KNOWN } from '../../../contract/mask-table.ts';
import { MASK_FIELDS, type MaskField } from '../../../select/fields.ts';
import { useObservable } from '../../state/use-observable.ts';
import classes from '../frame/details.module.css';
import { Rank } from '../frame/rank.tsx';
import { useSift } from '../sift-context.tsx';
import { FIELD_LABEL, valueText } from '../words.ts';
import { useMasked } from './use-masked.ts';

function ValueRow({ field, row }: { readonly field: MaskField; readonly row: number }) {
  const { model } = useSift();
  return (
    <tr>
      <th scope="row">{FIELD_LABEL[field]}</th>
      <td>{valueText(field, model.valueOf(field, row))}</td>
      <td>
        <Rank field={field} row={row} />
      </td>
    </tr>
  );
}

/** What is known of the subject of a frame; nothing of a run without masks. */
export function MaskPart({ row }: { readonly row: number }) {
  const { model } = useSift();
  useObservable(model.orderVersion);
  if (!useMasked()) return null;
  const { subjects } = model.data.columns;
  const flags = subjects.masks.flags[row] ?? 0;
  const seed = subjects.seeds[(subjects.masks.seed[row] ?? 0) - 1];
  const shot = subjects.shotAt(row);
  const notes = [...(seed ? [`found by: ${seed}`] : []), ...(shot >= 0 ? [`shot ${shot}`] : [])];
  return (
    <section className={classes.part} aria-label="Subject">
      <h3 className={classes.title}>Subject</h3>
      {(flags & MASK_KNOWN) === 0 ? (
        <p className={classes.muted}>Not looked for: the run dropped this frame before.</p>
      ) : (
        <>
          {(flags & MASK_EMPTY) !== 0 && <p className={classes.muted}>Not in the picture, or too small.</p>}
          <table className={classes.values}>
            <caption className={classes.hidden}>
              Values of the subject, and how many percent of the frames of this run have no more
            </caption>
            <tbody>
              {MASK_FIELDS.map((field) => (
                <ValueRow key={field} field={field} row={row} />
              ))}
            </tbody>
          </table>
        </>
      )}
      {notes.length > 0 && <p className={classes.muted}>{notes.join(', ')}</p>}
    </section>
  );
}
