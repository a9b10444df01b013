import { isStills, type Probe } from '../../../contract/probe.ts';
import { stripUrl } from '../../api/urls.ts';
import { formatTime } from '../../format/times.ts';
import classes from './probe-card.module.css';

const PICTURES = 7;

interface ProbeStripProps {
  readonly path: string;
  readonly probe: Probe;
  /** Which files of a folder are taken; null = all. */
  readonly glob: string | null;
}

/** Pictures from the whole length of a video, or of a folder. */
export function ProbeStrip({ path, probe, glob }: ProbeStripProps) {
  const { width, height, duration } = probe;
  const single = isStills(probe);
  const count = single ? Math.min(PICTURES, probe.frame_count ?? 1) : PICTURES;
  // The middle of seven equal parts: the very first and last frames are often black.
  const places = Array.from({ length: count }, (_, part) => (part + 0.5) / count);
  return (
    <div className={classes.strip}>
      {places.map((at) => (
        <img
          key={at}
          className={classes.picture}
          src={stripUrl(path, at, { width: 320, stream: probe.stream_index, glob })}
          alt={
            single
              ? `Picture ${Math.floor(at * (probe.frame_count ?? 1)) + 1}`
              : duration === null
                ? ''
                : `At ${formatTime(at * duration)}`
          }
          style={{ aspectRatio: `${width} / ${height}`, maxHeight: 160 }}
          decoding="async"
        />
      ))}
    </div>
  );
}
