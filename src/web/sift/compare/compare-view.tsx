import { Button } from '@mantine/core';
import { IconArrowLeft, IconFaceId } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useKeyHint, useKeys } from '../../keys/use-keys.ts';
import { Observable } from '../../state/observable.ts';
import { useObservable } from '../../state/use-observable.ts';
import type { StageControl, ZoomChange } from '../frame/stage-control.ts';
import { usePictures } from '../frame/use-pictures.ts';
import { FIT, type Size, type Zoom, zoomText } from '../frame/zoom.ts';
import { HintedButton } from '../hinted-button.tsx';
import { maskHandlers } from '../masks/mask-keys.ts';
import { MaskTools } from '../masks/mask-tools.tsx';
import { useMasks } from '../masks/use-stage-mask.ts';
import { stageHandlers, toggleAdvance, toggleFaces } from '../shared-keys.ts';
import { useSift } from '../sift-context.tsx';
import { siftPrefs } from '../sift-prefs.ts';
import { useLayerFocus } from '../use-layer-focus.ts';
import { ComparePane } from './compare-pane.tsx';
import { type CompareState, comparing, freeNeighbour, referenced, stepped, turned } from './compare-state.ts';
import classes from './compare-view.module.css';

/** How long each of two pictures is seen while they blink, milliseconds: below three flashes a second. */
const BLINK_MS = 450;

function useZooms(panes: number) {
  const sift = useSift();
  const [zooms] = useState(() => Array.from({ length: panes }, () => new Observable<Zoom>(sift.zoom.value)));
  const [locked, lock] = useState(true);
  const apply = (
    pane: number,
    change: ZoomChange,
    sizes: { picture: Size; stage: Size },
    alone: boolean,
  ): void => {
    for (const [other, zoom] of zooms.entries()) {
      if (other !== pane && (alone || !locked)) continue;
      zoom.value = change(zoom.value, sizes.picture, sizes.stage);
    }
  };
  const toggleLock = (active: number): void => {
    lock(!locked);
    const leader = zooms[active]?.value ?? FIT;
    if (!locked) for (const zoom of zooms) zoom.value = leader;
  };
  return { zooms, locked, toggleLock, apply };
}

/** Whether the active pane shows the reference just now. */
function useBlink() {
  const [blinking, setBlinking] = useState(false);
  const [flipped, setFlipped] = useState(false);
  useEffect(() => {
    if (!blinking) return undefined;
    const timer = setInterval(() => setFlipped((flip) => !flip), BLINK_MS);
    return () => {
      clearInterval(timer);
      setFlipped(false);
    };
  }, [blinking]);
  const toggle = (): void => {
    // Who wants less motion turns the picture over by hand.
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) setFlipped(!flipped);
    else setBlinking(!blinking);
  };
  return { flipped, blinking: blinking || flipped, toggle };
}

/** Two to four frames side by side, at the same spot and scale. */
export function CompareView({ rows }: { readonly rows: readonly number[] }) {
  const sift = useSift();
  const { model, attention } = sift;
  const [state, setState] = useState<CompareState>(() => comparing(rows));
  const { zooms, locked, toggleLock, apply } = useZooms(rows.length);
  const blink = useBlink();
  const [controls] = useState(() => rows.map((): { current: StageControl | null } => ({ current: null })));
  const hasFaces = useObservable(model.runFaces) !== null;
  const { faces } = useObservable(siftPrefs);
  const root = useLayerFocus<HTMLElement>();
  const lockHint = useKeyHint('lock');
  const blinkHint = useKeyHint('blink');
  const activeZoom = useObservable(zooms[state.active] ?? sift.zoom);
  useObservable(model.outcome);
  const frames = state.rows.map((row) => model.data.numberOf(row));
  usePictures('shown', frames, 0);
  useMasks('shown', frames, 0);
  const step = (direction: 1 | -1): void => {
    const shown = model.shown.value;
    const row = freeNeighbour(
      state,
      direction,
      (from) => shown.placeOf(from),
      (place) => shown.rowAt(place),
    );
    if (row >= 0) setState(stepped(state, row));
  };
  const mark = (pane: number, verdict: 'pin' | 'reject' | null): void => {
    const row = state.rows[pane];
    if (row !== undefined) sift.markRows(verdict, [row], { stay: true, advance: false });
  };
  const close = (): void => {
    attention.moveTo(state.rows[state.active] ?? -1);
    sift.zoom.value = activeZoom;
    sift.front.value = { layer: 'grid' };
  };
  useKeys('compare', {
    left: () => step(-1),
    right: () => step(1),
    'next-pane': () => setState(turned(state, 1)),
    'previous-pane': () => setState(turned(state, -1)),
    back: close,
    grid: close,
    pin: () => mark(state.active, 'pin'),
    reject: () => mark(state.active, 'reject'),
    clear: () => mark(state.active, null),
    advance: toggleAdvance,
    ...stageHandlers(() => controls[state.active]?.current ?? null),
    faces: () => toggleFaces(sift),
    ...maskHandlers(sift),
    lock: () => toggleLock(state.active),
    blink: blink.toggle,
    reference: () => setState(referenced(state, state.active)),
  });
  return (
    <section
      className={classes.view}
      aria-label={`Compare ${state.rows.length} frames`}
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
          onClick={close}
        >
          Back
        </Button>
        <h2>Compare {state.rows.length} frames</h2>
        <span className={classes.level}>{zoomText(activeZoom)}</span>
        <Button
          size="compact-sm"
          variant={locked ? 'light' : 'subtle'}
          aria-pressed={locked}
          onClick={() => toggleLock(state.active)}
        >
          Zoom together {lockHint.combo && <kbd className={classes.key}>{lockHint.combo}</kbd>}
        </Button>
        <Button
          size="compact-sm"
          variant={blink.blinking ? 'light' : 'subtle'}
          aria-pressed={blink.blinking}
          onClick={blink.toggle}
        >
          Blink against A {blinkHint.combo && <kbd className={classes.key}>{blinkHint.combo}</kbd>}
        </Button>
        <MaskTools />
        {hasFaces && (
          <HintedButton keyId="faces" pressed={faces} onClick={() => toggleFaces(sift)}>
            <IconFaceId size={18} aria-hidden />
          </HintedButton>
        )}
        <span className={classes.help}>
          Tab: next picture. ← →: other frame. Shift and drag: this picture alone.
        </span>
      </header>
      <div className={classes.panes}>
        {state.rows.map((row, pane) => (
          <ComparePane
            // biome-ignore lint/suspicious/noArrayIndexKey: a pane stays while its frame changes
            key={pane}
            rows={state.rows}
            pane={pane}
            shownRow={blink.flipped && pane === state.active ? (state.rows[0] ?? row) : row}
            active={pane === state.active}
            zoom={zooms[pane] ?? sift.zoom}
            onZoom={(change, sizes, alone) => apply(pane, change, sizes, alone)}
            control={controls[pane]}
            onActivate={() => setState({ ...state, active: pane })}
            onMark={(verdict) => mark(pane, verdict)}
            onReference={() => setState(referenced(state, pane))}
          />
        ))}
      </div>
    </section>
  );
}
