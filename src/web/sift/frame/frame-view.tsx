import { Button } from '@mantine/core';
import { IconArrowLeft, IconFaceId, IconInfoCircle, IconTarget, IconZoomIn } from '@tabler/icons-react';
import { useRef } from 'react';
import { formatCount, formatFrameNumber } from '../../format/numbers.ts';
import { useKeyHint, useKeys } from '../../keys/use-keys.ts';
import { useObservable } from '../../state/use-observable.ts';
import { FacesPart } from '../faces/faces-part.tsx';
import { useStageFaces } from '../faces/use-stage-faces.ts';
import { factsOf } from '../frame-facts.ts';
import { HintedButton } from '../hinted-button.tsx';
import { maskHandlers } from '../masks/mask-keys.ts';
import { MaskPart } from '../masks/mask-part.tsx';
import { MaskTools } from '../masks/mask-tools.tsx';
import { useMasks, useStageMask } from '../masks/use-stage-mask.ts';
import { markHandlers, stageHandlers, toggleFaces } from '../shared-keys.ts';
import type { Sift } from '../sift.ts';
import { useSift } from '../sift-context.tsx';
import { changePrefs, siftPrefs } from '../sift-prefs.ts';
import { PointingBar } from '../subject/pointing-bar.tsx';
import { useStagePointing } from '../subject/use-stage-pointing.ts';
import { useLayerFocus } from '../use-layer-focus.ts';
import { Values, Why } from './details.tsx';
import classes from './frame-view.module.css';
import { Neighbours } from './neighbours.tsx';
import { PictureNotice } from './picture-notice.tsx';
import { Stage } from './stage.tsx';
import type { StageControl } from './stage-control.ts';
import { usePictures } from './use-pictures.ts';
import { VerdictButtons } from './verdict-buttons.tsx';
import { zoomText } from './zoom.ts';

/** Pictures decoded before they are asked for, in the order of the gallery. */
const AHEAD = 3;
const BEHIND = 1;

/** The frames around the focused one that the arrows lead to. */
function around({ model, attention }: Sift): number[] {
  const shown = model.shown.value;
  const focus = attention.focus.value;
  const place = shown.placeOf(focus);
  const first = shown.rowAt(place) === focus ? place + 1 : place;
  const rows = Array.from({ length: AHEAD }, (_, step) => shown.rowAt(first + step));
  for (let step = 1; step <= BEHIND; step++) rows.push(shown.rowAt(place - step));
  return rows.filter((row) => row >= 0).map((row) => model.data.numberOf(row));
}

function useFrameKeys(sift: Sift, control: React.RefObject<StageControl | null>): void {
  const { attention, model } = sift;
  const go = (row: number): void => attention.moveTo(row);
  const back = (): void => {
    sift.front.value = { layer: 'grid' };
  };
  useKeys('frame', {
    left: () => go(attention.neighbour(-1)),
    right: () => go(attention.neighbour(1)),
    first: () => go(model.shown.value.rowAt(0)),
    last: () => go(model.shown.value.rowAt(model.shown.value.length - 1)),
    'time-previous': () => go(attention.neighbourInTime(-1, false)),
    'time-next': () => go(attention.neighbourInTime(1, false)),
    'shot-previous': () => go(attention.neighbourShot(-1)),
    'shot-next': () => go(attention.neighbourShot(1)),
    back,
    grid: back,
    ...markHandlers(sift),
    ...stageHandlers(() => control.current),
    faces: () => toggleFaces(sift),
    ...maskHandlers(sift),
    subject: () => sift.chooseSubject(),
    panel: () => changePrefs({ details: !siftPrefs.value.details }),
    dropped: () => model.look({ dropped: !model.view.value.dropped, reason: null }),
    compare: () => sift.compare(),
  });
}

/** Steps with their keys on the buttons: arrows follow the gallery, comma and point the video. */
function useSteps() {
  const { attention } = useSift();
  const go = (row: number): void => attention.moveTo(row);
  const [left, right] = [useKeyHint('left'), useKeyHint('right')];
  const [before, behind] = [useKeyHint('time-previous'), useKeyHint('time-next')];
  const step = (
    words: string,
    hint: { combo: string | null; aria: string | undefined },
    row: () => number,
  ) => (
    <Button
      size="compact-sm"
      variant="default"
      aria-keyshortcuts={hint.aria}
      disabled={row() < 0}
      onClick={() => go(row())}
    >
      {words} {hint.combo && <kbd className={classes.key}>{hint.combo}</kbd>}
    </Button>
  );
  return {
    shown: (
      <>
        {step('Previous shown', left, () => attention.neighbour(-1))}
        {step('Next shown', right, () => attention.neighbour(1))}
      </>
    ),
    earlier: step('Earlier', before, () => attention.neighbourInTime(-1, false)),
    later: step('Later', behind, () => attention.neighbourInTime(1, false)),
  };
}

/** Begins to point at the subject, or ends it; nothing in a run that follows none. */
function SubjectButton() {
  const sift = useSift();
  const on = useObservable(sift.pointer.state) !== null;
  useObservable(sift.model.dataVersion);
  useObservable(sift.run);
  if (!sift.followsSubject) return null;
  return (
    <HintedButton
      keyId="subject"
      pressed={on}
      onClick={() => (on ? sift.pointer.close() : sift.chooseSubject())}
    >
      <IconTarget size={18} aria-hidden />
    </HintedButton>
  );
}

/** One frame as large as the window. */
export function FrameView() {
  const sift = useSift();
  const { model, attention } = sift;
  const row = useObservable(attention.focus);
  const shown = useObservable(model.shown);
  useObservable(model.outcome);
  const zoom = useObservable(sift.zoom);
  const prefs = useObservable(siftPrefs);
  const control = useRef<StageControl | null>(null);
  const root = useLayerFocus<HTMLElement>();
  useFrameKeys(sift, control);
  const frame = model.data.numberOf(row);
  usePictures('shown', frame >= 0 ? [frame] : [], 0);
  usePictures('ahead', around(sift), 40);
  useMasks('shown', frame >= 0 ? [frame] : [], 0);
  useMasks('ahead', around(sift), 40);
  const steps = useSteps();
  const stageFaces = useStageFaces(row);
  const stageMask = useStageMask(row);
  const stagePointing = useStagePointing(row, control, root);
  const hasFaces = useObservable(model.runFaces) !== null;
  if (frame < 0) return null;
  const facts = factsOf(model, row);
  const place = shown.has(row) ? shown.placeOf(row) : -1;
  const where =
    place < 0
      ? `not among the ${formatCount(shown.length)} shown`
      : `${formatCount(place + 1)} of ${formatCount(shown.length)}`;
  return (
    <section
      className={classes.view}
      aria-label={`Frame ${frame}`}
      ref={root}
      data-focus-home=""
      tabIndex={-1}
    >
      <header className={classes.head}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={() => {
            sift.front.value = { layer: 'grid' };
          }}
        >
          Back
        </Button>
        <h2>
          {formatFrameNumber(frame)} <span>{facts.place}</span>{' '}
          {facts.shot >= 0 && <span>shot {facts.shot}</span>}
        </h2>
        <span className={classes.place}>{where}</span>
        {steps.shown}
        <span className={classes.space} />
        <div className={classes.zooms}>
          <Button
            size="compact-sm"
            variant={zoom.scale === 'fit' ? 'light' : 'subtle'}
            color="gray"
            onClick={() => control.current?.show('fit')}
          >
            Fit
          </Button>
          <Button
            size="compact-sm"
            variant={zoom.scale === 1 ? 'light' : 'subtle'}
            color="gray"
            onClick={() => control.current?.show(1)}
          >
            1:1
          </Button>
          <span className={classes.level} aria-live="polite">
            {zoomText(zoom)}
          </span>
        </div>
        <SubjectButton />
        <MaskTools row={row} />
        {hasFaces && (
          <HintedButton keyId="faces" pressed={prefs.faces} onClick={() => toggleFaces(sift)}>
            <IconFaceId size={18} aria-hidden />
          </HintedButton>
        )}
        <HintedButton
          keyId="loupe"
          pressed={prefs.loupe}
          onClick={() => changePrefs({ loupe: !prefs.loupe })}
        >
          <IconZoomIn size={18} aria-hidden />
        </HintedButton>
        <HintedButton
          keyId="panel"
          pressed={prefs.details}
          onClick={() => changePrefs({ details: !prefs.details })}
        >
          <IconInfoCircle size={18} aria-hidden />
        </HintedButton>
      </header>
      <div className={classes.body}>
        <div className={classes.stage}>
          <Stage
            {...stageFaces}
            {...stageMask}
            {...stagePointing}
            frame={frame}
            zoom={sift.zoom}
            onZoom={(change, { picture, stage }) => {
              sift.zoom.value = change(sift.zoom.value, picture, stage);
            }}
            loupe={prefs.loupe}
            label={`Frame ${frame}, ${facts.place}`}
            control={control}
          />
          <PictureNotice row={row} />
          <PointingBar row={row} />
        </div>
        {prefs.details && (
          <aside className={classes.details} aria-label="Values and why">
            <div className={classes.marks}>
              <VerdictButtons
                verdict={facts.verdict}
                onMark={(verdict) => sift.markRows(verdict, [row], { stay: true, advance: sift.advances() })}
              />
            </div>
            <Why row={row} />
            <Values row={row} />
            <MaskPart row={row} />
            <FacesPart row={row} />
          </aside>
        )}
      </div>
      <footer className={classes.foot}>
        {steps.earlier}
        <Neighbours row={row} reach={3} width={112} who="stage" />
        {steps.later}
      </footer>
    </section>
  );
}
