import { IconCircleCheck, IconCircleX, IconDiamonds, IconX } from '@tabler/icons-react';
import type { Field } from '../../../select/fields.ts';
import { formatDecimal, formatDistance, formatScore } from '../../format/numbers.ts';
import { formatTime } from '../../format/times.ts';
import { useObservable, useObservedPart } from '../../state/use-observable.ts';
import { limitText } from '../filters/bound-words.ts';
import { factsOf, fieldText } from '../frame-facts.ts';
import { useSift } from '../sift-context.tsx';
import { FIELD_LABEL } from '../words.ts';
import classes from './details.module.css';
import { Rank } from './rank.tsx';
import { headline, type WhyLine, whyLines } from './why.ts';
import { type ConditionLine, faceWhyLines } from './why-faces.ts';
import { maskWhyLines } from './why-masks.ts';

const VALUES: readonly { readonly field: Field; readonly raw: Field | null }[] = [
  { field: 'quality', raw: null },
  { field: 'sharpness', raw: 'sharpness_raw' },
  { field: 'edge_strength', raw: 'edge_strength_raw' },
  { field: 'contrast', raw: null },
  { field: 'brightness', raw: null },
  { field: 'entropy', raw: null },
];

function comparisonText({ filter, bounds: { min, max } }: WhyLine): string {
  const text = (value: number): string => limitText(filter, value);
  if (min !== null && max !== null) return `${text(min)} – ${text(max)}`;
  return min !== null ? `≥ ${text(min)}` : `≤ ${text(max ?? 0)}`;
}

function marginText({ filter, margin }: WhyLine): string {
  if (margin === null) return 'not measured';
  const sign = margin < 0 ? '−' : '+';
  const size = Math.abs(margin);
  // A margin that is not nothing must not look like nothing.
  if (filter.field === 'time') return `${sign}${formatTime(size)}`;
  return `${sign}${filter.field === 'identity' ? formatDistance(size, [0]) : formatScore(size, [0])}`;
}

function WhyRow({ line, row }: { readonly line: WhyLine; readonly row: number }) {
  const { model } = useSift();
  const { filter, passes } = line;
  return (
    <tr data-fails={!passes || undefined}>
      <th scope="row">
        {passes ? <IconCircleCheck size={14} aria-hidden /> : <IconCircleX size={14} aria-hidden />}
        {filter.label}
      </th>
      <td>{fieldText(model, filter.field, row)}</td>
      <td className={classes.muted}>{comparisonText(line)}</td>
      <td>
        {marginText(line)}
        <span className={classes.hidden}>{passes ? ', passes' : ', fails'}</span>
      </td>
    </tr>
  );
}

function ConditionRow({ line }: { readonly line: ConditionLine }) {
  const { label, value, limit, note, passes } = line;
  return (
    <tr data-fails={!passes || undefined}>
      <th scope="row">
        {passes ? <IconCircleCheck size={14} aria-hidden /> : <IconCircleX size={14} aria-hidden />}
        {label}
      </th>
      <td>{value}</td>
      <td className={classes.muted}>{limit}</td>
      <td>
        {note}
        <span className={classes.hidden}>{passes ? ', passes' : ', fails'}</span>
      </td>
    </tr>
  );
}

/** Kept or dropped, and every criterion with the value of the frame, its limit and the distance between them. */
export function Why({ row }: { readonly row: number }) {
  const { model } = useSift();
  const { criteria, selection } = useObservable(model.outcome);
  const facts = factsOf(model, row);
  const lines = whyLines(criteria, ({ field }) =>
    field === 'time' ? model.data.timeOf(row) : model.valueOf(field, row),
  );
  const { faces, subjects } = model.data.columns;
  const conditions = [
    ...faceWhyLines(faces, selection, criteria, row),
    ...maskWhyLines(subjects, criteria, row),
  ];
  const kept = facts.reason === null;
  return (
    <section className={classes.part} aria-label="Why">
      <p className={classes.headline} data-kept={kept || undefined}>
        {facts.verdict === 'pin' ? (
          <IconDiamonds size={16} aria-hidden />
        ) : kept ? (
          <IconCircleCheck size={16} aria-hidden />
        ) : (
          <IconX size={16} aria-hidden />
        )}
        {headline(facts)}
      </p>
      {lines.length + conditions.length > 0 ? (
        <table className={classes.why}>
          <caption className={classes.hidden}>Criteria: value, limit, distance</caption>
          <tbody>
            {lines.map((line) => (
              <WhyRow key={line.filter.bound} line={line} row={row} />
            ))}
            {conditions.map((line) => (
              <ConditionRow key={line.reason} line={line} />
            ))}
          </tbody>
        </table>
      ) : (
        <p className={classes.muted}>Nothing is limited.</p>
      )}
    </section>
  );
}

function ValueRow({ field, raw, row }: { field: Field; raw: Field | null; row: number }) {
  const { model } = useSift();
  const value = model.valueOf(field, row);
  // Where points end, only the raw value still tells frames apart.
  const ranked = raw ?? field;
  const rawValue = raw ? model.valueOf(raw, row) : Number.NaN;
  return (
    <tr>
      <th scope="row">{FIELD_LABEL[field]}</th>
      <td>{formatScore(value)}</td>
      <td className={classes.muted}>
        {Number.isNaN(rawValue) ? '' : formatDecimal(rawValue, rawValue < 100 ? 1 : 0)}
      </td>
      <td>
        <Rank field={ranked} row={row} />
      </td>
    </tr>
  );
}

/** Every value of a frame, and where it stands among the frames of the run. */
export function Values({ row }: { readonly row: number }) {
  const { model } = useSift();
  useObservedPart(model.outcome, ({ criteria }) => criteria.weights);
  useObservable(model.dataVersion);
  useObservable(model.orderVersion);
  return (
    <section className={classes.part} aria-label="Values">
      <table className={classes.values}>
        <caption className={classes.hidden}>
          Values, and how many percent of the frames of this run have no more
        </caption>
        <thead>
          <tr>
            <th scope="col" className={classes.column}>
              <span className={classes.hidden}>What</span>
            </th>
            <th scope="col" className={classes.column}>
              points
            </th>
            <th scope="col" className={classes.column}>
              raw
            </th>
            <th scope="col" className={classes.column}>
              percentile
            </th>
          </tr>
        </thead>
        <tbody>
          {VALUES.map(({ field, raw }) => (
            <ValueRow key={field} field={field} raw={raw} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
