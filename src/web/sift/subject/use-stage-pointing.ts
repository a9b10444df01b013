import { useEffect } from 'react';
import { useKeys } from '../../keys/use-keys.ts';
import { useObservable } from '../../state/use-observable.ts';
import type { ShownFace } from '../faces/shown-faces.ts';
import { useFaces } from '../faces/use-stage-faces.ts';
import type { StageControl } from '../frame/stage-control.ts';
import { stageHandlers } from '../shared-keys.ts';
import { useSift } from '../sift-context.tsx';
import { siftPrefs } from '../sift-prefs.ts';
import type { StagePointing } from './use-pointing-hand.ts';

/** Parts of the picture that the cross moves by. */
const FAR = 0.04;
const NEAR = 0.005;

/**
 * What a stage shows and does while somebody points at the subject of a row; nothing while nobody does. Where the one who is
 * followed is wrong, the faces are offered.
 * @param home gets the focus when pointing begins
 */
export function useStagePointing(
  row: number,
  control: React.RefObject<StageControl | null>,
  home: React.RefObject<HTMLElement | null>,
) {
  const sift = useSift();
  const { pointer, attention, model } = sift;
  const state = useObservable(pointer.state);
  const { maskOpacity } = useObservable(siftPrefs);
  const faces = useFaces(row);
  const frame = model.data.numberOf(row);
  const on = state !== null;
  useEffect(() => {
    // Another frame was stepped to: it is the one that is pointed at now.
    if (on && pointer.state.value && pointer.state.value.frame !== frame) pointer.open(frame);
  }, [on, frame, pointer]);
  useEffect(() => () => pointer.close(), [pointer]);
  useEffect(() => {
    // The button that was pressed would take Enter for itself.
    if (on) home.current?.focus({ preventScroll: true });
  }, [on, home]);

  const move = (dx: number, dy: number) => (event: KeyboardEvent) => {
    const { width, height } = sift.pictureSize;
    const part = event.shiftKey ? NEAR : FAR;
    pointer.moveCross(dx * part * width, dy * part * height);
  };
  const mark = (beside: boolean) => () => {
    const cross = pointer.state.value?.cross;
    if (cross) pointer.add({ kind: 'point', at: cross, beside });
    else pointer.moveCross(0, 0);
  };
  const step = (by: 1 | -1) => () => attention.moveTo(attention.neighbourInTime(by, false));
  useKeys(
    'subject',
    {
      'point-left': move(-1, 0),
      'point-right': move(1, 0),
      'point-up': move(0, -1),
      'point-down': move(0, 1),
      point: mark(false),
      'point-beside': mark(true),
      'point-undo': () => pointer.undo(),
      back: () => {
        if (!pointer.undo()) pointer.close();
      },
      'time-previous': step(-1),
      'time-next': step(1),
      ...stageHandlers(() => control.current),
    },
    on,
  );
  if (!state || state.frame !== frame) return {};
  const pointing: StagePointing = {
    steps: state.steps,
    cross: state.cross,
    mask: state.preview?.mask ?? null,
    look: { cutOut: false, opacity: maskOpacity },
    onPoint: (at, beside) => pointer.add({ kind: 'point', at, beside: beside ?? state.beside }),
    onBox: (box) => pointer.add({ kind: 'box', box }),
    onFace: ({ box }: ShownFace) => pointer.add({ kind: 'face', box }),
  };
  const offered = state.wrong && faces.length > 0 ? { faces, points: null } : undefined;
  return { pointing, faces: offered, onFace: undefined };
}
