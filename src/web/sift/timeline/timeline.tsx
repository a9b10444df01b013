import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsHorizontal, IconFilterPlus } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { formatCount, formatFrameNumber } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { useObservable, useObservedPart } from '../../state/use-observable.ts';
import { type Chart, ChartCanvas } from '../charts/chart-canvas.tsx';
import { SORTED_AT_ONCE } from '../model/order-book.ts';
import { useSift } from '../sift-context.tsx';
import { ChapterLane } from './chapter-lane.tsx';
import { type Chapter, chapterAt, chaptersOf } from './chapters.ts';
import { drawScene, drawState, type TimelineDrawing } from './draw-timeline.ts';
import { HoverPicture } from './hover-picture.tsx';
import { Overview } from './overview.tsx';
import { firstAtLeast } from './pyramid.ts';
import { countShots, shotBands } from './shot-bands.ts';
import { panned, showing, type TimeWindow, timeAt, within, xOf, zoomedAt } from './time-window.ts';
import classes from './timeline.module.css';
import { keptBefore, nearestRow, type TimelineFrames, timelineFrames } from './timeline-data.ts';

const ZOOM_STEP = 1.0015;

function useTimelineFrames() {
  const { model } = useSift();
  const version = useObservable(model.dataVersion);
  const weights = useObservedPart(model.criteria, (criteria) => criteria.weights);
  const settled = useObservedPart(model.settled, (criteria) => criteria.weights);
  const outcome = useObservable(model.outcome);
  // Scoring a million frames again at each move of a weight is left until the handle is let go.
  const used = outcome.selection.total > SORTED_AT_ONCE ? settled : weights;
  const frames = useMemo(() => {
    void version; // other rows, in the same model
    return timelineFrames(model, used);
  }, [model, used, version]);
  const shots = useMemo(() => {
    void version;
    return shotBands(model.data, model.inTime);
  }, [model, version]);
  const kept = useMemo(() => keptBefore(frames, outcome), [frames, outcome]);
  const pins = useMemo(() => {
    const times: number[] = [];
    for (const [frame, verdict] of model.verdicts) {
      const row = verdict === 'pin' && outcome ? model.data.columns.rowOf(frame) : -1;
      if (row >= 0) times.push(model.data.timeOf(row));
    }
    return times.sort((a, b) => a - b);
  }, [model, outcome]);
  return { frames, shots, kept, pins, selection: outcome.selection };
}

/** The part that is shown; it follows the focused frame. */
function useWindow(whole: TimeWindow, focus: number | null) {
  const [chosen, choose] = useState<TimeWindow | null>(null);
  const window = useMemo(() => (chosen ? within(chosen, whole) : whole), [chosen, whole]);
  const follow = useEffectEvent((time: number) => {
    if (chosen) choose(showing(window, time, whole));
  });
  useEffect(() => {
    if (focus !== null) follow(focus);
  }, [focus]);
  const isWhole = window.to - window.from >= whole.to - whole.from;
  const reset = useCallback(() => choose(null), []);
  return { window, choose: (next: TimeWindow) => choose(next), reset, isWhole };
}

/** The chapters of the run's page, and the way to one. */
function useChapters(frames: TimelineFrames) {
  const { run, attention } = useSift();
  const { page } = useObservable(run);
  const chapters = useMemo(() => chaptersOf(page, frames.whole), [page, frames]);
  const marks = useMemo(() => chapters.map(({ from }) => from), [chapters]);
  const goToChapter = useCallback(
    ({ from, to }: Chapter) => {
      // The first frame in it, where it has one.
      const place = firstAtLeast(frames.times, from - 1e-6);
      const inside = (frames.times[place] ?? Number.POSITIVE_INFINITY) < to;
      attention.moveTo(inside ? frames.order.rowAt(place) : nearestRow(frames, from));
    },
    [attention, frames],
  );
  return { chapters, marks, goToChapter };
}

interface PartButtonsProps {
  readonly window: TimeWindow;
  readonly isWhole: boolean;
  readonly onReset: () => void;
}

/** What can be done with the part that is shown; apart, so that it is not drawn again at each move of a limit. */
const PartButtons = memo(function PartButtons({ window, isWhole, onReset }: PartButtonsProps) {
  const { model } = useSift();
  const limitTime = (): void => {
    const round = (time: number, up: boolean) =>
      (up ? Math.ceil(time * 1000) : Math.floor(time * 1000)) / 1000;
    const time = { min: Math.max(0, round(window.from, false)), max: round(window.to, true) };
    model.change(
      { ...model.criteria.value, time },
      `time ${model.placeText(time.min)} to ${model.placeText(time.max)}`,
    );
  };
  return (
    <>
      <Tooltip label="Keep only the part of the video that is shown here">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          disabled={isWhole}
          aria-label={`Limit the time to the ${formatDuration(window.to - window.from)} shown`}
          onClick={limitTime}
        >
          <IconFilterPlus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="The whole video">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          disabled={isWhole}
          aria-label="Show the whole video"
          onClick={onReset}
        >
          <IconArrowsHorizontal size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
});

/** Quality over time, what is kept and dropped, and where in the video the focused frame is. */
export function Timeline() {
  const sift = useSift();
  const { model, attention } = sift;
  const { frames, shots, kept, pins, selection } = useTimelineFrames();
  const focusRow = useObservable(attention.focus);
  const focus = focusRow >= 0 && selection.total > 0 ? model.data.timeOf(focusRow) : null;
  const { window, choose, reset, isWhole } = useWindow(frames.whole, focus);
  const [hover, setHover] = useState<number | null>(null);
  const chart = useRef<HTMLDivElement>(null);
  const scrubs = useRef(false);
  const { chapters, marks, goToChapter } = useChapters(frames);
  const label = sift.run.value.pictures ? model.placeText : null;
  const drawing = useMemo<TimelineDrawing>(
    () => ({ frames, shots, kept, window, label, marks, pins, focus, hover }),
    [frames, shots, kept, window, label, marks, pins, focus, hover],
  );
  const scene = useCallback(
    (target: Chart) => drawScene(target, { frames, shots, window, label, marks }),
    [frames, shots, window, label, marks],
  );
  const state = useCallback((target: Chart) => drawState(target, drawing), [drawing]);

  const place = (clientX: number) => {
    const box = chart.current?.getBoundingClientRect();
    const [left, width] = [box?.left ?? 0, box?.width ?? 1];
    return { x: clientX - left, width, time: timeAt(clientX - left, window, width) };
  };
  const goTo = (clientX: number): void => attention.moveTo(nearestRow(frames, place(clientX).time));
  const wheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const { time, width } = place(event.clientX);
    const length = window.to - window.from;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const delta = event.deltaX || event.deltaY;
    if (sideways) choose(panned(window, (delta / width) * length, frames.whole));
    else choose(zoomedAt(window, time, ZOOM_STEP ** event.deltaY, frames.whole));
  });
  useEffect(() => {
    const element = chart.current;
    const listener = (event: WheelEvent): void => wheel(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, []);
  const press = (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    scrubs.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    goTo(event.clientX);
  };
  const move = (event: React.PointerEvent): void => {
    setHover(place(event.clientX).time);
    if (scrubs.current) goTo(event.clientX);
  };
  const key = (event: React.KeyboardEvent): void => {
    const factor = event.key === '+' || event.key === '=' ? 0.5 : event.key === '-' ? 2 : 1;
    if (factor !== 1 && focus !== null) {
      event.preventDefault();
      choose(zoomedAt(window, focus, factor, frames.whole));
    }
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const row = attention.neighbourInTime(step, false);
    if (row >= 0) attention.moveTo(row);
  };
  const hoverRow = hover === null ? -1 : nearestRow(frames, hover);
  const shotsText = shots.length > 0 ? `; ${formatCount(countShots(shots))} shots` : '';
  const now =
    focus === null ? 'no frame' : `${model.nameOf(focusRow)}, frame ${model.data.numberOf(focusRow)}`;
  return (
    <section
      className={classes.timeline}
      aria-label="Timeline"
      data-chapters={chapters.length > 0 || undefined}
    >
      {chapters.length > 0 && (
        <ChapterLane
          chapters={chapters}
          window={window}
          current={chapters[chapterAt(chapters, focus)] ?? null}
          onGo={goToChapter}
        />
      )}
      <div
        className={classes.main}
        ref={chart}
        role="slider"
        tabIndex={0}
        aria-label="Place in the video"
        aria-valuemin={frames.whole.from}
        aria-valuemax={frames.whole.to}
        aria-valuenow={focus ?? frames.whole.from}
        aria-valuetext={now}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={() => {
          scrubs.current = false;
        }}
        onPointerLeave={() => setHover(null)}
        onKeyDown={key}
      >
        <ChartCanvas
          draw={scene}
          className={classes.scene}
          label={`Quality from ${model.placeText(window.from)} to ${model.placeText(window.to)}; ${formatCount(selection.kept)} of ${formatCount(selection.total)} frames kept in the whole video${shotsText}`}
        />
        <ChartCanvas draw={state} className={classes.state} />
        {hoverRow >= 0 && hover !== null && (
          <HoverPicture
            row={hoverRow}
            at={xOf(model.data.timeOf(hoverRow), window, chart.current?.clientWidth ?? 1)}
            room={chart.current?.clientWidth ?? 1}
            text={`${model.nameOf(hoverRow)}  ${formatFrameNumber(model.data.numberOf(hoverRow))}`}
          />
        )}
      </div>
      <div className={classes.foot}>
        <Overview drawing={drawing} isWhole={isWhole} onChoose={choose} onReset={reset} />
        <PartButtons window={window} isWhole={isWhole} onReset={reset} />
      </div>
    </section>
  );
}
