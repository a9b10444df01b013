import { useEffect, useEffectEvent, useRef } from 'react';
import type { Observable } from '../../state/observable.ts';
import { useObservable } from '../../state/use-observable.ts';
import type { ShownFace } from '../faces/shown-faces.ts';
import { type MaskLook, paintMask } from '../masks/paint-mask.ts';
import { useSift } from '../sift-context.tsx';
import { paintPointing } from '../subject/paint-pointing.ts';
import { type StagePointing, usePointingHand } from '../subject/use-pointing-hand.ts';
import { faceAt, type PaintedFaces, paintFaces } from './paint-faces.ts';
import { paintLoupe, paintStage } from './paint-stage.ts';
import classes from './stage.module.css';
import { StageControl, type ZoomChange } from './stage-control.ts';
import { usePress } from './use-press.ts';
import { type Point, placed, type Size, type Zoom } from './zoom.ts';

interface StageProps {
  readonly frame: number;
  readonly zoom: Observable<Zoom>;
  /** Another zoom was asked for by pointer or keys; alone = for this picture only. */
  readonly onZoom: (change: ZoomChange, sizes: { picture: Size; stage: Size }, alone: boolean) => void;
  /** A square at the pointer shows it at 1:1. */
  readonly loupe: boolean;
  /** What the picture shows, for a screen reader. */
  readonly label: string;
  /** The faces to mark; none = nothing is marked. */
  readonly faces?: PaintedFaces | undefined;
  /** How the mask of the subject is shown; none = it is not. */
  readonly mask?: MaskLook;
  /** Somebody points at the subject: presses are points and drags are boxes, and the middle button moves the picture. */
  readonly pointing?: StagePointing | undefined;
  /** A face was pressed, at a place of the window. */
  readonly onFace?: ((face: ShownFace, at: Point) => void) | undefined;
  /** Gets the control as long as the stage is there, for keys. */
  readonly control?: { current: StageControl | null };
}

const LOUPE = 240;
const LOUPE_GAP = 24;
const MIDDLE = 1;

/** A picture on a neutral stage: wheel zooms at the pointer, dragging moves, a double click is 1:1 and back. */
export function Stage(props: StageProps) {
  const { frame, zoom, onZoom, loupe, label, faces, mask, onFace, control, pointing } = props;
  const { pictures, thumbnails, masks, run } = useSift();
  const now = useObservable(zoom);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const glass = useRef<HTMLCanvasElement>(null);
  const held = useRef<{ x: number; y: number } | null>(null);
  const own = useRef<StageControl | null>(null);

  const sizes = (): { picture: Size; stage: Size } => {
    const picture = pictures.get(frame) ?? thumbnails.near({ frame, width: 640 })?.bitmap ?? null;
    const known = run.value.picture_size;
    // Without its own size a small picture stands in for itself.
    const size = pictures.get(frame) ?? known ?? picture ?? { width: 16, height: 9 };
    const { width = 1, height = 1 } = canvas.current ?? {};
    return { picture: { width: size.width, height: size.height }, stage: { width, height } };
  };
  const ask = useEffectEvent((change: ZoomChange, alone: boolean) => onZoom(change, sizes(), alone));

  const paint = useEffectEvent(() => {
    const element = canvas.current;
    if (!element) return;
    const width = Math.round(element.clientWidth * devicePixelRatio);
    const height = Math.round(element.clientHeight * devicePixelRatio);
    if (element.width !== width || element.height !== height) {
      element.width = width;
      element.height = height;
    }
    const picture = pictures.get(frame);
    const shown = picture ?? thumbnails.near({ frame, width: 640 })?.bitmap ?? null;
    element.dataset.picture = picture ? 'ready' : shown ? 'near' : 'loading';
    const { picture: size, stage } = sizes();
    paintStage(element, { picture: shown, size, zoom: zoom.value });
    const placement = placed(zoom.value, size, stage);
    // Photos have a size each, so that a small one does not tell where mask and faces lie.
    const sure = picture !== null || (shown !== null && (run.value.pictures?.length ?? 0) < 2);
    const look = pointing?.look ?? mask;
    const stored = pointing ? pointing.mask : masks.get(frame);
    const covering = look && sure ? stored : null;
    element.dataset.mask = look ? (covering ? 'shown' : pointing ? 'none' : 'loading') : 'off';
    if (look && covering) paintMask(element, covering, { look, size, placement, ratio: devicePixelRatio });
    if (faces && sure) paintFaces(element, faces, placement, devicePixelRatio);
    if (pointing) paintPointing(element, { ...pointing, drawn: hand.drawn }, placement, devicePixelRatio);
    paintGlass();
  });
  const paintGlass = useEffectEvent(() => {
    const square = glass.current;
    const picture = pictures.get(frame);
    const point = own.current?.pointer ?? null;
    if (!square) return;
    square.hidden = !loupe || !picture || !point || held.current !== null;
    if (square.hidden || !picture || !point) return;
    square.width = Math.round(LOUPE * devicePixelRatio);
    square.height = square.width;
    const { picture: size, stage } = sizes();
    paintLoupe(square, picture, placed(zoom.value, size, stage), point);
  });
  /** The face under the pointer. */
  const faceUnder = (): ShownFace | null => {
    const point = own.current?.pointer;
    if (!faces || !(onFace || pointing) || !point) return null;
    const { picture, stage } = sizes();
    return faceAt(faces.faces, placed(zoom.value, picture, stage), point);
  };
  const sight = () => {
    const { picture, stage } = sizes();
    const { x, y, scale } = placed(zoom.value, picture, stage);
    const rect = box.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const at = (clientX: number, clientY: number): Point => ({
      x: ((clientX - rect.left) * devicePixelRatio - x) / scale,
      y: ((clientY - rect.top) * devicePixelRatio - y) / scale,
    });
    return { size: picture, at };
  };
  const faceOf = (at: Point) => faceAt(faces?.faces ?? [], { x: 0, y: 0, scale: 1 }, at);
  const hand = usePointingHand(pointing, { sight, faceOf, onDraw: () => paint() });
  const press = usePress((at) => {
    const face = faceUnder();
    if (face) onFace?.(face, at);
  });
  const connect = useEffectEvent(() => {
    const size = () => sizes().stage;
    own.current = new StageControl({ apply: (change, alone) => ask(change, alone) }, size);
    if (control) control.current = own.current;
    return () => {
      own.current = null;
      if (control) control.current = null;
    };
  });

  useEffect(() => connect(), []);
  useEffect(() => paint());
  useEffect(() => {
    const ends = [
      pictures.listen((came) => came === frame && paint()),
      masks.listen((came) => came === frame && paint()),
      thumbnails.listen((wish) => wish.frame === frame && paint()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [pictures, thumbnails, masks, frame]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const resized = new ResizeObserver(() => paint());
    resized.observe(element);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      own.current?.wheel(event.deltaY);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      resized.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);

  const track = (event: React.PointerEvent): void => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect || !own.current) return;
    hand.move(event);
    own.current.pointer = {
      x: (event.clientX - rect.left) * devicePixelRatio,
      y: (event.clientY - rect.top) * devicePixelRatio,
    };
    if (held.current) {
      const delta = {
        x: (event.clientX - held.current.x) * devicePixelRatio,
        y: (event.clientY - held.current.y) * devicePixelRatio,
      };
      held.current = { x: event.clientX, y: event.clientY };
      own.current.drag(delta, event.shiftKey);
    }
    const square = glass.current;
    if (square) {
      const leftward = event.clientX - LOUPE - LOUPE_GAP;
      const x = leftward > 0 ? leftward : event.clientX + LOUPE_GAP;
      const y = Math.min(Math.max(8, event.clientY - LOUPE / 2), innerHeight - LOUPE - 8);
      square.style.transform = `translate(${x}px, ${y}px)`;
    }
    box.current?.toggleAttribute('data-on-face', held.current === null && faceUnder() !== null);
    paintGlass();
  };
  const leave = (): void => {
    if (own.current && !held.current) own.current.pointer = null;
    paintGlass();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the key table do all that the pointer does
    <div
      className={classes.stage}
      ref={box}
      data-zoomed={now.scale !== 'fit' || undefined}
      data-pointing={pointing ? '' : undefined}
      onContextMenu={(event) => {
        if (pointing) event.preventDefault();
      }}
      onPointerDown={(event) => {
        if (hand.down(event)) {
          event.currentTarget.setPointerCapture(event.pointerId);
          return;
        }
        if (event.button !== (pointing ? MIDDLE : 0)) return;
        track(event);
        held.current = { x: event.clientX, y: event.clientY };
        press.down(event);
        event.currentTarget.setPointerCapture(event.pointerId);
        paintGlass();
      }}
      onPointerMove={track}
      onPointerUp={(event) => {
        held.current = null;
        if (pointing) hand.up(event);
        else press.up(event);
        paintGlass();
      }}
      onPointerLeave={leave}
      onPointerCancel={() => {
        held.current = null;
        hand.cancel();
      }}
      onDoubleClick={() => {
        if (pointing) return;
        press.forget();
        own.current?.toggle();
      }}
    >
      <canvas ref={canvas} className={classes.canvas} role="img" aria-label={label} />
      <canvas ref={glass} className={classes.loupe} aria-hidden hidden />
    </div>
  );
}
