import { Button } from '@mantine/core';
import { MASK_EMPTY, MASK_KNOWN } from '../../../contract/mask-table.ts';
import { MASK_FIELDS, type MaskField } from '../../../select/fields.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useRecord } from '../faces/use-stage-faces.ts';
import classes from '../frame/details.module.css';
import { Rank } from '../frame/rank.tsx';
import { useSift } from '../sift-context.tsx';
import { FIELD_LABEL, valueText } from '../words.ts';
import tools from './mask-tools.module.css';
import { seedWords, sentence } from './subject-words.ts';
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

/** Why there is no subject: what the record of a kept frame says, else what the flags do. */
function Missing({ row }: { readonly row: number }) {
  const { model } = useSift();
  const record = useRecord(row, true);
  const reason = record?.status === 'error' ? null : (record?.error ?? null);
  const words = reason === null ? 'Not in the picture, or too small.' : sentence(reason);
  const isMeasured = !Number.isNaN(model.valueOf('sharpness', row));
  return (
    <p className={classes.muted}>
      {words}
      {!isMeasured && ' Without it nothing is measured, so the frame passes no limit on quality.'}
    </p>
  );
}

/** The way to another subject. */
function Choose({ row, found }: { readonly row: number; readonly found: boolean }) {
  const sift = useSift();
  const frame = sift.model.data.numberOf(row);
  const pointing = useObservable(sift.pointer.state)?.frame === frame;
  return (
    <Button
      size="compact-xs"
      variant="default"
      className={tools.choose ?? ''}
      disabled={pointing}
      onClick={() => sift.chooseSubject(found)}
    >
      {found ? 'Wrong person?' : 'Show where the subject is'}
    </Button>
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
  const isEmpty = (flags & MASK_EMPTY) !== 0;
  return (
    <section className={classes.part} aria-label="Subject">
      <h3 className={classes.title}>Subject</h3>
      {(flags & MASK_KNOWN) === 0 ? (
        <p className={classes.muted}>Not looked for: the run dropped this frame before.</p>
      ) : (
        <>
          {isEmpty && <Missing row={row} />}
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
      {seed && <p className={classes.muted}>{seedWords(seed)}.</p>}
      {(flags & MASK_KNOWN) !== 0 && <Choose row={row} found={!isEmpty} />}
    </section>
  );
}
