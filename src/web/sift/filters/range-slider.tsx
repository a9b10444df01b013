import { type ReactNode, useRef } from 'react';
import type { Bounds } from '../../../select/criteria.ts';
import { withEdge } from './bound-words.ts';
import { BOTH_EDGES, type Edge } from './filter-facts.ts';
import classes from './range-slider.module.css';
import { keyedValue, type ValueScale } from './value-scale.ts';

interface RangeSliderProps {
  /** What is limited, for the names of the two handles. */
  readonly label: string;
  readonly scale: ValueScale;
  readonly bounds: Bounds;
  /** The ends that have a handle. */
  readonly edges?: readonly Edge[];
  /** A value with what it does: `62.0, keeps 412 of 900`. */
  readonly textOf: (value: number) => string;
  /** Told at every move. */
  readonly onMove: (bounds: Bounds) => void;
  /** Told when a handle is let go. */
  readonly onLeave: () => void;
  /** Told after each key. */
  readonly onKey: (bounds: Bounds, edge: Edge) => void;
  /** Told which handle is being set; null = none any more. */
  readonly onSet: (edge: Edge | null) => void;
  /** What stands on the track: the chart. */
  readonly children?: ReactNode;
}

const NAMES = { min: 'least', max: 'most' } as const;

/** An end of the scale limits nothing. */
function limitAt(value: number, edge: Edge, { least, most }: ValueScale): number | null {
  return value === (edge === 'min' ? least : most) ? null : value;
}

/**
 * Two handles on one track, or one. Dragging tells every move and the end; a press beside the handles takes the nearer one.
 * Keys: arrows a step, with Shift ten, page keys 5 % of the range, Home and End; a double click resets a handle.
 */
export function RangeSlider(props: RangeSliderProps) {
  const { label, scale, bounds, edges = BOTH_EDGES, textOf, onMove, onLeave, onKey, onSet, children } = props;
  const track = useRef<HTMLDivElement>(null);
  const held = useRef<Edge | null>(null);
  const thumbs = { min: useRef<HTMLDivElement>(null), max: useRef<HTMLDivElement>(null) };
  const values = { min: bounds.min ?? scale.least, max: bounds.max ?? scale.most };
  const at = { min: scale.positionOf(values.min), max: scale.positionOf(values.max) };

  const positionOf = (event: React.PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box && box.width > 0 ? (event.clientX - box.left) / box.width : 0;
  };
  const moveTo = (edge: Edge, position: number): void => {
    const value = scale.valueAt(position);
    onMove(withEdge(bounds, edge, limitAt(value, edge, scale)));
  };
  const press = (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    const position = positionOf(event);
    const onThumb = edges.find((edge) => thumbs[edge].current?.contains(event.target as Node));
    const [toMin, toMax] = [Math.abs(position - at.min), Math.abs(position - at.max)];
    // Where both handles stand in one place, the side of the press decides.
    const nearer = toMin === toMax ? (position < at.min ? 'min' : 'max') : toMin < toMax ? 'min' : 'max';
    const [only] = edges.length === 1 ? edges : [];
    const edge = onThumb ?? only ?? nearer;
    held.current = edge;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
    thumbs[edge].current?.focus({ preventScroll: true });
    onSet(edge);
    if (!onThumb) moveTo(edge, position);
  };
  const drag = (event: React.PointerEvent): void => {
    if (held.current) moveTo(held.current, positionOf(event));
  };
  const release = (): void => {
    if (!held.current) return;
    held.current = null;
    onLeave();
  };
  const key = (event: React.KeyboardEvent, edge: Edge): void => {
    if (event.key === 'Escape') {
      event.currentTarget.closest('[data-sift]')?.querySelector<HTMLElement>('[role="grid"]')?.focus();
      event.preventDefault();
      return;
    }
    const value = keyedValue(values[edge], event.key, event.shiftKey, scale);
    if (value === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onKey(withEdge(bounds, edge, limitAt(value, edge, scale)), edge);
  };
  return (
    <div
      className={classes.slider}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
    >
      {children}
      <div className={classes.track} ref={track}>
        <div
          className={classes.range}
          style={{ left: `${at.min * 100}%`, right: `${(1 - at.max) * 100}%` }}
        />
        {edges.map((edge) => (
          <div
            key={edge}
            ref={thumbs[edge]}
            className={classes.thumb}
            data-edge={edge}
            data-limits={bounds[edge] !== null || undefined}
            style={{ left: `${at[edge] * 100}%` }}
            role="slider"
            tabIndex={0}
            aria-label={`${label}, ${NAMES[edge]}`}
            aria-valuemin={edge === 'min' ? scale.least : values.min}
            aria-valuemax={edge === 'min' ? values.max : scale.most}
            aria-valuenow={values[edge]}
            aria-valuetext={bounds[edge] === null ? 'no limit' : textOf(values[edge])}
            onKeyDown={(event) => key(event, edge)}
            onFocus={() => onSet(edge)}
            onBlur={() => onSet(null)}
            onDoubleClick={() => onKey({ ...bounds, [edge]: null }, edge)}
          />
        ))}
      </div>
    </div>
  );
}
