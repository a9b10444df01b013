import type { Probe } from '../../../contract/probe.ts';
import { stripUrl } from '../../api/urls.ts';
import { formatTime } from '../../format/times.ts';
import classes from './probe-card.module.css';

const PICTURES = 7;

/** Pictures from the whole length of a video. */
export function ProbeStrip({ path, probe }: { readonly path: string; readonly probe: Probe }) {
  const { width, height, duration } = probe;
  // The middle of seven equal parts: the very first and last frames are often black.
  const places = Array.from({ length: PICTURES }, (_, part) => (part + 0.5) / PICTURES);
  return (
    <div className={classes.strip}>
      {places.map((at) => (
        <img
          key={at}
          className={classes.picture}
          src={stripUrl(path, at, 320, probe.stream_index)}
          alt={duration === null ? '' : `At ${formatTime(at * duration)}`}
          style={{ aspectRatio: `${width} / ${height}`, maxHeight: 160 }}
          decoding="async"
        />
      ))}
    </div>
  );
}
