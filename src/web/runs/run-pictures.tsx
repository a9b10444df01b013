import type { RunSummary } from '../../contract/http.ts';
import { thumbnailUrl } from '../api/urls.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';
import classes from './run-row.module.css';

const PICTURES = 3;

/** Up to three frames of a run; plain tiles where it has none yet. */
export function RunPictures({ run }: { readonly run: RunSummary }) {
  const frames = run.sample.slice(0, PICTURES);
  const tiles = Array.from({ length: PICTURES - frames.length }, (_, place) => `empty ${place}`);
  return (
    <div className={classes.pictures} aria-hidden>
      {frames.map((frame) => (
        <Thumbnail
          key={frame}
          className={classes.picture}
          src={thumbnailUrl(run.id, frame, 160, run.picture_key)}
          lazy
        />
      ))}
      {tiles.map((tile) => (
        <div key={tile} className={classes.picture} />
      ))}
    </div>
  );
}
