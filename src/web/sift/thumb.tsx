import { useEffect, useEffectEvent, useRef } from 'react';
import { type ThumbnailWish, thumbnailWidth } from './pictures/thumbnail-loader.ts';
import { useSift } from './sift-context.tsx';
import classes from './thumb.module.css';

/** A small picture of a frame, drawn as soon as it is there. Whoever shows it asks the loader for it. */
export function Thumb({ frame, width }: { readonly frame: number; readonly width: number }) {
  const { thumbnails, aspect } = useSift();
  const ref = useRef<HTMLCanvasElement>(null);
  const height = Math.round(width / aspect);
  const draw = useEffectEvent(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const picture = thumbnails.near({ frame, width: thumbnailWidth(width * devicePixelRatio) })?.bitmap;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    canvas.dataset.picture = picture ? 'ready' : 'loading';
    if (!picture) return;
    const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
    const [w, h] = [picture.width * scale, picture.height * scale];
    canvas.getContext('2d')?.drawImage(picture, (canvas.width - w) / 2, (canvas.height - h) / 2, w, h);
  });
  useEffect(() => {
    draw();
    return thumbnails.listen((wish) => {
      if (wish.frame === frame) draw();
    });
  }, [thumbnails, frame]);
  return <canvas ref={ref} className={classes.thumb} style={{ width, height }} aria-hidden />;
}

/** The wishes for pictures of so many CSS pixels. */
export function thumbWishes(frames: readonly number[], width: number): ThumbnailWish[] {
  return frames.map((frame) => ({ frame, width: thumbnailWidth(width * devicePixelRatio) }));
}
