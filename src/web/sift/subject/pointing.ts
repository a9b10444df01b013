import { bodyPrompt } from '../../../contract/body-prompt.ts';
import type { SubjectPrompt } from '../../../contract/subject-file.ts';
import type { SubjectPointing } from '../../../contract/subject-http.ts';
import { formatCounted } from '../../format/numbers.ts';
import type { Point, Size } from '../frame/zoom.ts';

/** Left, top, right and bottom in pixels of the picture. */
export type Box = readonly [number, number, number, number];

/** One thing that a person did to say what the subject is; places in pixels of the picture. */
export type PointingStep =
  | { readonly kind: 'point'; readonly at: Point; readonly beside: boolean }
  | { readonly kind: 'box'; readonly box: Box }
  /** A face: the whole person that it belongs to is meant. */
  | { readonly kind: 'face'; readonly box: Box };

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** What the steps come to: points are gathered, of boxes the last one counts. */
export function pointingOf(frame: number, steps: readonly PointingStep[], size: Size): SubjectPointing {
  let box: SubjectPointing['box'] = null;
  const points: [number, number][] = [];
  const labels: (0 | 1)[] = [];
  for (const step of steps) {
    if (step.kind === 'point') {
      points.push([tenth(step.at.x), tenth(step.at.y)]);
      labels.push(step.beside ? 0 : 1);
      continue;
    }
    const body = step.kind === 'face' ? bodyPrompt(step.box, size) : { box: step.box, points: [] };
    const [left, top, right, bottom] = body.box;
    box = [tenth(left), tenth(top), tenth(right), tenth(bottom)];
    for (const [x, y] of body.points) {
      points.push([tenth(x), tenth(y)]);
      labels.push(1);
    }
  }
  return { frame_number: frame, box, points, labels };
}

/** The steps that lead to what was chosen before. */
export function stepsOf({ box, points, labels }: Omit<SubjectPrompt, 'scope'>): PointingStep[] {
  const boxed: PointingStep[] = box ? [{ kind: 'box', box }] : [];
  const pointed = points.map(
    ([x, y], i): PointingStep => ({ kind: 'point', at: { x, y }, beside: labels[i] === 0 }),
  );
  return [...boxed, ...pointed];
}

/** The box between two corners, cut at the edges of the picture; null where nothing is left of it. */
export function boxBetween(a: Point, b: Point, { width, height }: Size): Box | null {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const [left, right] = [clamp(Math.min(a.x, b.x), width), clamp(Math.max(a.x, b.x), width)];
  const [top, bottom] = [clamp(Math.min(a.y, b.y), height), clamp(Math.max(a.y, b.y), height)];
  return right - left >= 1 && bottom - top >= 1 ? [left, top, right, bottom] : null;
}

/** What was pointed at, counted: `2 points on it, 1 beside it, a box`. */
export function pointingWords({ box, labels }: Pick<SubjectPointing, 'box' | 'labels'>): string {
  const on = labels.filter((label) => label === 1).length;
  const beside = labels.length - on;
  return [
    ...(on > 0 ? [`${formatCounted(on, 'point')} on it`] : []),
    ...(beside > 0 ? [`${beside} beside it`] : []),
    ...(box ? ['a box'] : []),
  ].join(', ');
}
