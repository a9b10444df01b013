import { Button } from '@mantine/core';
import { type Field, isFaceField } from '../../../select/fields.ts';
import { formatDistance, formatFrameNumber, formatScore } from '../../format/numbers.ts';
import type { Observable } from '../../state/observable.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useStageFaces } from '../faces/use-stage-faces.ts';
import { PictureNotice } from '../frame/picture-notice.tsx';
import { Stage } from '../frame/stage.tsx';
import type { StageControl, ZoomChange } from '../frame/stage-control.ts';
import { VerdictButtons } from '../frame/verdict-buttons.tsx';
import { headline } from '../frame/why.ts';
import type { Size, Zoom } from '../frame/zoom.ts';
import { factsOf, fieldText } from '../frame-facts.ts';
import { useStageMask } from '../masks/use-stage-mask.ts';
import { useSift } from '../sift-context.tsx';
import { FIELD_LABEL } from '../words.ts';
import { comparedValues } from './compare-state.ts';
import classes from './compare-view.module.css';

interface ComparePaneProps {
  readonly rows: readonly number[];
  readonly pane: number;
  /** The frame that is seen: the reference, for a moment, while the two blink. */
  readonly shownRow: number;
  readonly active: boolean;
  readonly zoom: Observable<Zoom>;
  readonly onZoom: (change: ZoomChange, sizes: { picture: Size; stage: Size }, alone: boolean) => void;
  readonly control: { current: StageControl | null } | undefined;
  readonly onActivate: () => void;
  readonly onMark: (verdict: 'pin' | 'reject') => void;
  readonly onReference: () => void;
}

const COMPARED: readonly { readonly field: Field; readonly best: 'largest' | 'smallest' | null }[] = [
  { field: 'quality', best: 'largest' },
  { field: 'sharpness', best: 'largest' },
  { field: 'sharpness_raw', best: 'largest' },
  { field: 'edge_strength', best: 'largest' },
  { field: 'edge_strength_raw', best: 'largest' },
  { field: 'contrast', best: 'largest' },
  { field: 'brightness', best: null },
  { field: 'entropy', best: 'largest' },
];

const COMPARED_FACES: typeof COMPARED = [{ field: 'face_distance', best: 'smallest' }];

/** What the masks say, of a run that has them. */
const COMPARED_MASKS: typeof COMPARED = [
  { field: 'mask_area', best: null },
  { field: 'identity', best: 'largest' },
];

const NAMES = ['A', 'B', 'C', 'D'] as const;

function differenceText(field: Field, difference: number | null): string {
  if (difference === null) return '';
  // A difference that is not nothing must not look like nothing.
  const format = isFaceField(field) || field === 'identity' ? formatDistance : formatScore;
  const size = format(Math.abs(difference), [0]);
  return difference === 0 ? '±0' : `${difference < 0 ? '−' : '+'}${size}`;
}

function PaneValues({ rows, pane }: { readonly rows: readonly number[]; readonly pane: number }) {
  const { model } = useSift();
  useObservable(model.dataVersion);
  const withFaces = rows.some((row) => !Number.isNaN(model.valueOf('face_distance', row)));
  const withMasks = rows.some((row) => !Number.isNaN(model.valueOf('mask_area', row)));
  const compared = [...COMPARED, ...(withFaces ? COMPARED_FACES : []), ...(withMasks ? COMPARED_MASKS : [])];
  return (
    <table className={classes.values}>
      <tbody>
        {compared.map(({ field, best }) => {
          const values = rows.map((row) => model.valueOf(field, row));
          const value = comparedValues(values, best)[pane];
          return (
            <tr key={field} data-best={value?.best || undefined}>
              <th scope="row">{FIELD_LABEL[field]}</th>
              <td>{fieldText(model, field, rows[pane] ?? -1)}</td>
              <td className={classes.difference}>{differenceText(field, value?.difference ?? null)}</td>
              <td className={classes.best}>{value?.best ? 'best' : ''}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** One of the frames that are compared. */
export function ComparePane(props: ComparePaneProps) {
  const { rows, pane, shownRow, active, zoom, onZoom, control, onActivate, onMark, onReference } = props;
  const { model } = useSift();
  const row = rows[pane] ?? -1;
  const facts = factsOf(model, row);
  const stageFaces = useStageFaces(shownRow);
  const stageMask = useStageMask(shownRow);
  const name = NAMES[pane] ?? '';
  return (
    <section
      className={classes.pane}
      data-active={active || undefined}
      aria-label={`${name}: frame ${facts.frame}`}
      aria-current={active || undefined}
      onPointerDownCapture={onActivate}
      onFocusCapture={onActivate}
    >
      <header className={classes.title}>
        <b>{name}</b> {formatFrameNumber(facts.frame)} <span>{facts.place}</span>
        <span className={classes.fate}>{pane === 0 ? 'reference' : headline(facts)}</span>
      </header>
      <div className={classes.stage}>
        <Stage
          {...stageFaces}
          {...stageMask}
          frame={model.data.numberOf(shownRow)}
          zoom={zoom}
          onZoom={onZoom}
          loupe={false}
          label={`${name}: frame ${facts.frame}, ${facts.place}`}
          {...(control ? { control } : {})}
        />
        {shownRow !== row && <p className={classes.blink}>A</p>}
        <PictureNotice row={row} />
      </div>
      <PaneValues rows={rows} pane={pane} />
      <div className={classes.actions}>
        <VerdictButtons verdict={facts.verdict} onMark={onMark} />
        <Button size="xs" variant="subtle" disabled={pane === 0} onClick={onReference}>
          Make it A
        </Button>
      </div>
    </section>
  );
}
