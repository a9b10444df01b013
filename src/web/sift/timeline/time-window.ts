/** A stretch of the video, seconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Shortest stretch that is shown, seconds. */
const SHORTEST = 0.2;

const lengthOf = ({ from, to }: TimeWindow): number => to - from;

/** Moves a window into another one and shortens it where it is longer. */
export function within(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(lengthOf(window), lengthOf(whole));
  const from = Math.min(whole.to - length, Math.max(whole.from, window.from));
  return { from, to: from + length };
}

/** A window seen from nearer (factor below 1) or farther, while a time stays where it is. */
export function zoomedAt(window: TimeWindow, time: number, factor: number, whole: TimeWindow): TimeWindow {
  const length = Math.max(Math.min(SHORTEST, lengthOf(whole)), lengthOf(window) * factor);
  const part = (time - window.from) / (lengthOf(window) || 1);
  const from = time - part * length;
  return within({ from, to: from + length }, whole);
}

/** A window moved by so many seconds. */
export function panned(window: TimeWindow, seconds: number, whole: TimeWindow): TimeWindow {
  return within({ from: window.from + seconds, to: window.to + seconds }, whole);
}

/** A window that shows a time: the same one where it does, else moved so that it stands a tenth from the edge. */
export function showing(window: TimeWindow, time: number, whole: TimeWindow): TimeWindow {
  const margin = lengthOf(window) / 10;
  if (time < window.from) return within({ from: time - margin, to: time - margin + lengthOf(window) }, whole);
  if (time > window.to) return within({ from: time + margin - lengthOf(window), to: time + margin }, whole);
  return window;
}

/** The window between two times, in either order, not shorter than what can be shown. */
export function between(one: number, other: number, whole: TimeWindow): TimeWindow {
  const from = Math.min(one, other);
  const length = Math.max(Math.min(SHORTEST, lengthOf(whole)), Math.abs(one - other));
  return within({ from, to: from + length }, whole);
}

/** Pixels from the left edge at which a time stands. */
export function xOf(time: number, window: TimeWindow, width: number): number {
  return ((time - window.from) / (lengthOf(window) || 1)) * width;
}

/** The time at so many pixels from the left edge. */
export function timeAt(x: number, window: TimeWindow, width: number): number {
  return window.from + (x / (width || 1)) * lengthOf(window);
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/** Round times in a window, no more than so many, for the labels of an axis. */
export function axisTimes(window: TimeWindow, most: number): number[] {
  const rough = lengthOf(window) / Math.max(1, most);
  const step = STEPS.find((candidate) => candidate >= rough) ?? 14_400;
  const times: number[] = [];
  for (let count = Math.ceil(window.from / step - 1e-9); count * step <= window.to; count++) {
    times.push(Number((count * step).toFixed(3)));
  }
  return times;
}
