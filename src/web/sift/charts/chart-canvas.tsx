import { useEffect, useEffectEvent, useRef } from 'react';
import { useObservable } from '../../state/use-observable.ts';
import { type Colours, colours } from '../colours.ts';
import classes from './chart-canvas.module.css';

/** A canvas in CSS pixels, ready to be drawn on. */
export interface Chart {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
}

interface ChartCanvasProps {
  /** Draws everything; called again only when it is another function, so callers keep it as long as it would draw the same. */
  readonly draw: (chart: Chart) => void;
  /** What the chart shows, in a sentence; without one it says nothing that is not said beside it. */
  readonly label?: string | undefined;
  readonly className?: string | undefined;
}

/** A chart that is drawn when what draws it changes, when its box gets another size and when colours change. */
export function ChartCanvas({ draw, label, className }: ChartCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  // As the browser told it: asking the element would make it lay out the page in the midst of a change.
  const size = useRef({ width: 0, height: 0 });
  const scheme = useObservable(colours);
  const paint = useEffectEvent(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { width, height } = size.current;
    const ratio = devicePixelRatio;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (width > 0 && height > 0) draw({ context, width, height, colours: scheme });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: these two decide what is painted
  useEffect(() => paint(), [draw, scheme]);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    const resized = new ResizeObserver(([entry]) => {
      if (entry) size.current = entry.contentRect;
      paint();
    });
    resized.observe(canvas);
    return () => resized.disconnect();
  }, []);
  const role = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <canvas ref={ref} className={`${classes.canvas} ${className ?? ''}`} {...role} />;
}
