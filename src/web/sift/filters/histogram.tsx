import { useCallback } from 'react';
import { type Chart, ChartCanvas } from '../charts/chart-canvas.tsx';
import { hatch } from '../charts/hatch.ts';
import type { Bins } from '../model/outcome.ts';
import classes from './filters.module.css';

interface HistogramProps {
  readonly bins: Bins;
  /** Bins that are drawn, from the first on. */
  readonly shown: number;
  /** Where the limits stand, 0 .. 1; null = none. */
  readonly limits: { readonly min: number | null; readonly max: number | null };
  readonly label: string;
  /** Bins that make a bar; bars of a single one are too narrow for their hatching, unless bins are few. */
  readonly binsABar?: number;
  /** A place that is worth knowing, 0 .. 1; null = none. */
  readonly mark?: number | null;
  /** Of each bin, what part is kept: for bins that hold about the same number, as those of time do. */
  readonly shares?: boolean;
}

const TOP = 3;
const BINS_A_BAR = 2;

/** Counts of bars. */
function inBars(counts: Uint32Array, shown: number, binsABar: number): number[] {
  const bars = new Array<number>(Math.ceil(shown / binsABar)).fill(0);
  for (let bin = 0; bin < shown; bin++) {
    const bar = Math.floor(bin / binsABar);
    bars[bar] = (bars[bar] ?? 0) + (counts[bin] ?? 0);
  }
  return bars;
}

/** Draws counts as bars whose area grows with the root: a peak at one end does not flatten all the rest. */
function drawBars(
  chart: Chart,
  { bins, shown, limits, shares, binsABar, mark }: Omit<Required<HistogramProps>, 'label'>,
): void {
  const { context, width, height, colours } = chart;
  const all = inBars(bins.all, shown, binsABar);
  const most = Math.max(1, ...all);
  const barWidth = (width / shown) * binsABar;
  const heightOf = (count: number, bar: number): number => {
    const part = shares ? count / (all[bar] || 1) : Math.sqrt(count / most);
    return count === 0 ? 0 : Math.max(1.5, part * (height - TOP));
  };
  const right = (bar: number): number => Math.min(width, (bar + 1) * barWidth);
  const outline = new Path2D();
  outline.moveTo(0, height);
  const fill = (counts: readonly number[], style: string | CanvasPattern): void => {
    context.fillStyle = style;
    for (const [bar, count] of counts.entries()) {
      const tall = heightOf(count, bar);
      const x = bar * barWidth;
      if (tall > 0) context.fillRect(x, height - tall, Math.max(1, right(bar) - x - 0.5), tall);
    }
  };
  for (const [bar, count] of all.entries()) {
    const y = height - heightOf(count, bar);
    outline.lineTo(bar * barWidth, y);
    outline.lineTo(right(bar), y);
  }
  outline.lineTo(width, height);
  fill(inBars(bins.passing, shown, binsABar), hatch(chart, colours.drop));
  fill(inBars(bins.kept, shown, binsABar), colours.keep);
  context.strokeStyle = colours.outline;
  context.lineWidth = 1;
  context.stroke(outline);
  if (mark !== null) {
    context.fillStyle = colours.text;
    for (let y = 0; y < height; y += 5) context.fillRect(Math.round(mark * width) - 0.5, y, 1, 3);
  }
  context.fillStyle = colours.accent;
  for (const limit of [limits.min, limits.max]) {
    if (limit !== null) context.fillRect(Math.round(limit * width) - 0.75, 0, 1.5, height);
  }
}

/** How the frames lie: outline = all, hatched = dropped by this filter alone, solid = kept. */
export function HistogramChart(props: HistogramProps) {
  const { bins, shown, limits, shares = false, binsABar = BINS_A_BAR, mark = null, label } = props;
  const { min, max } = limits;
  const draw = useCallback(
    (chart: Chart) => drawBars(chart, { bins, shown, limits: { min, max }, shares, binsABar, mark }),
    [bins, shown, min, max, shares, binsABar, mark],
  );
  return (
    <div className={classes.chart}>
      <ChartCanvas label={label} draw={draw} />
    </div>
  );
}
