import { formatTime } from '../../format/times.ts';
import type { Chart } from '../charts/chart-canvas.tsx';
import { countBetween, firstAtLeast } from './pyramid.ts';
import type { ShotBand } from './shot-bands.ts';
import { axisTimes, type TimeWindow, timeAt, xOf } from './time-window.ts';
import type { TimelineFrames } from './timeline-data.ts';

/** What stays as it is while limits move: the frames, and the part of them that is shown. */
export interface TimelineScene {
  readonly frames: TimelineFrames;
  readonly window: TimeWindow;
  /** A time as it stands on the axis; null = as a time. */
  readonly label: ((seconds: number) => string) | null;
  /** Seconds at which chapters begin. */
  readonly marks: readonly number[];
  /** Shots in time; none where there is nothing to tell apart. */
  readonly shots: readonly ShotBand[];
}

/** What is drawn. */
export interface TimelineDrawing extends TimelineScene {
  readonly kept: Uint32Array;
  /** Seconds of the pinned frames. */
  readonly pins: readonly number[];
  /** Seconds of the focused frame and of the one under the pointer; null = none. */
  readonly focus: number | null;
  readonly hover: number | null;
}

const AXIS = 16;
const TICKS = 12;
const AXIS_ROOM = 84;

/** Width of a tick: a pixel and a half, wider where frames are rare. */
function tickWidth({ frames, window }: TimelineScene, width: number): number {
  const first = firstAtLeast(frames.times, window.from);
  const count = firstAtLeast(frames.times, window.to) - first;
  return Math.min(5, Math.max(1.5, (width / Math.max(1, count)) * 0.7));
}

/** Frames of one pixel. */
interface Bucket {
  readonly x: number;
  readonly first: number;
  readonly end: number;
}

/** Buckets of a window at a width. */
interface Buckets {
  readonly window: TimeWindow;
  readonly width: number;
  readonly list: readonly Bucket[];
}

/** Kept at once: those of the timeline and of its overview. */
const KEPT_BUCKETS = 2;

const known = new WeakMap<TimelineFrames, readonly Buckets[]>();

/** One bucket a pixel, only those with frames; made once, as they are drawn again at every move of a limit. */
function bucketsOf(scene: TimelineScene, width: number): readonly Bucket[] {
  const { frames, window } = scene;
  const kept = known.get(frames) ?? [];
  const same = kept.find(
    (made) => made.width === width && made.window.from === window.from && made.window.to === window.to,
  );
  if (same) return same.list;
  const made = { window, width, list: madeBuckets(scene, width) };
  known.set(frames, [made, ...kept].slice(0, KEPT_BUCKETS));
  return made.list;
}

function madeBuckets({ frames, window }: TimelineScene, width: number): Bucket[] {
  const buckets: Bucket[] = [];
  let first = firstAtLeast(frames.times, window.from);
  for (let x = 0; x < width; x++) {
    const end = firstAtLeast(frames.times, x + 1 === width ? window.to + 1e-6 : timeAt(x + 1, window, width));
    if (end > first) buckets.push({ x, first, end });
    first = end;
  }
  return buckets;
}

function drawAxis({ context, width, colours }: Chart, { window, label }: TimelineScene): void {
  context.fillStyle = colours.muted;
  context.font = "11px 'Inter Variable', system-ui, sans-serif";
  context.textBaseline = 'middle';
  const fine = window.to - window.from < 20;
  for (const time of axisTimes(window, Math.floor(width / AXIS_ROOM))) {
    const x = Math.round(xOf(time, window, width));
    const text = label ? label(time) : formatTime(time).replace(fine ? /00$/ : /\.\d+$/, '');
    context.globalAlpha = 0.35;
    context.fillRect(x, 0, 1, AXIS);
    context.globalAlpha = 1;
    if (x + 4 + context.measureText(text).width < width) context.fillText(text, x + 4, AXIS / 2);
  }
}

function drawShots({ context, width, height, colours }: Chart, { shots, window }: TimelineScene): void {
  const tones = [colours['shot-even'], colours['shot-odd']] as const;
  for (const { from, to, tone } of shots) {
    if (from > window.to) break;
    // On whole pixels bands touch without a seam.
    const left = Math.max(0, Math.round(xOf(from, window, width)));
    const right = Math.min(width, Math.round(xOf(to, window, width)));
    if (right <= left) continue;
    context.fillStyle = tones[tone];
    context.fillRect(left, AXIS, right - left, height - AXIS);
  }
}

function drawQuality(chart: Chart, { frames }: TimelineScene, buckets: readonly Bucket[]): void {
  const { context, height, colours } = chart;
  const [top, bottom] = [AXIS + 2, height - TICKS - 3];
  const yOf = (points: number): number => bottom - (points / 100) * (bottom - top);
  const line = new Path2D();
  let started = false;
  context.fillStyle = colours.outline;
  context.globalAlpha = 0.5;
  for (const { x, first, end } of buckets) {
    const spread = frames.quality.spread(first, end);
    if (!spread) continue;
    const [high, low] = [yOf(spread.max), yOf(spread.min)];
    // A rare frame is at least a pixel and a half wide and high.
    context.fillRect(x, high - 0.75, 1.5, low - high + 1.5);
    if (started) line.lineTo(x + 0.5, yOf(spread.mean));
    else line.moveTo(x + 0.5, yOf(spread.mean));
    started = true;
  }
  context.globalAlpha = 1;
  context.strokeStyle = colours.text;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.stroke(line);
}

function drawTicks(chart: Chart, drawing: TimelineDrawing, buckets: readonly Bucket[]): void {
  const { context, width, height, colours } = chart;
  const { kept } = drawing;
  const wide = tickWidth(drawing, width);
  const shares = buckets.map(({ first, end }) => countBetween(kept, first, end) / (end - first));
  context.globalAlpha = 0.55;
  context.fillStyle = colours.outline;
  for (const [i, { x }] of buckets.entries()) {
    if ((shares[i] ?? 1) < 1) context.fillRect(x, height - 3, wide, 3);
  }
  context.globalAlpha = 1;
  context.fillStyle = colours.keep;
  for (const [i, { x }] of buckets.entries()) {
    const share = shares[i] ?? 0;
    const tall = 4 + share * (TICKS - 4);
    if (share > 0) context.fillRect(x, height - tall, wide, tall);
  }
}

function drawPins({ context, width, colours }: Chart, { pins, window }: TimelineDrawing): void {
  context.fillStyle = colours.pin;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of pins) {
    const x = xOf(time, window, width);
    if (x < -4 || x > width + 4 || Math.abs(x - last) < 2) continue;
    last = x;
    context.beginPath();
    context.moveTo(x, AXIS);
    context.lineTo(x + 4, AXIS + 4);
    context.lineTo(x, AXIS + 8);
    context.lineTo(x - 4, AXIS + 4);
    context.fill();
  }
}

function drawMarks({ context, width, height, colours }: Chart, { marks, window }: TimelineScene): void {
  context.fillStyle = colours.border;
  context.globalAlpha = 0.6;
  for (const time of marks) {
    const x = Math.round(xOf(time, window, width));
    // The left edge of the video needs no line.
    if (x <= 0 || x >= width) continue;
    for (let y = 0; y < height - TICKS; y += 4) context.fillRect(x, y, 1, 2);
  }
  context.globalAlpha = 1;
}

/** Draws the shots, the times, the begin of each chapter and the quality. */
export function drawScene(chart: Chart, scene: TimelineScene): void {
  drawShots(chart, scene);
  drawAxis(chart, scene);
  drawMarks(chart, scene);
  drawQuality(chart, scene, bucketsOf(scene, chart.width));
}

/** Draws what is kept and dropped, pins and the focused frame, to stand above the scene. */
export function drawState(chart: Chart, drawing: TimelineDrawing): void {
  const { context, width, height, colours } = chart;
  drawTicks(chart, drawing, bucketsOf(drawing, width));
  drawPins(chart, drawing);
  const line = (time: number, colour: string, wide: number): void => {
    const x = Math.min(width - wide, Math.max(0, xOf(time, drawing.window, width) - wide / 2));
    context.fillStyle = colour;
    context.fillRect(x, 0, wide, height);
  };
  if (drawing.hover !== null) line(drawing.hover, colours.muted, 1);
  if (drawing.focus !== null) line(drawing.focus, colours.accent, 2);
}

/** Draws the whole video small: where frames are kept, and which part is looked at. */
export function drawOverview(chart: Chart, drawing: TimelineDrawing): void {
  const { context, width, height, colours } = chart;
  const { whole } = drawing.frames;
  const wide = tickWidth({ ...drawing, window: whole }, width);
  const buckets = bucketsOf({ ...drawing, window: whole }, width);
  context.fillStyle = colours.outline;
  context.globalAlpha = 0.5;
  for (const { x } of buckets) context.fillRect(x, height - 4, wide, 4);
  context.globalAlpha = 1;
  context.fillStyle = colours.keep;
  for (const { x, first, end } of buckets) {
    const share = countBetween(drawing.kept, first, end) / (end - first);
    const tall = share * (height - 2);
    if (share > 0) context.fillRect(x, height - Math.max(3, tall), wide, Math.max(3, tall));
  }
  if (drawing.focus === null) return;
  context.fillStyle = colours.accent;
  context.fillRect(Math.min(width - 2, xOf(drawing.focus, whole, width) - 1), 0, 2, height);
}
