import type { RunDetail } from '../../contract/http.ts';
import { METRICS, type QualityWeights } from '../../contract/metric.ts';
import { REASON_TEXT, REASONS } from '../../contract/reasons.ts';
import { type FrameColumns, OPEN } from '../../select/columns.ts';
import { qualityOf } from '../../select/quality.ts';
import { thumbnailUrl } from '../api/urls.ts';
import { formatFrameNumber, formatScore } from '../format/numbers.ts';
import { formatTime } from '../format/times.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';
import classes from './live-table.module.css';

interface LiveRowProps {
  readonly run: Pick<RunDetail, 'id' | 'picture_key' | 'pictures'>;
  readonly columns: FrameColumns;
  readonly row: number;
  readonly weights: QualityWeights;
  /** Place in the table for screen readers, counted from 1 with the head. */
  readonly place: number;
}

function scoresOf(columns: FrameColumns, row: number) {
  const value = (metric: (typeof METRICS)[number]): number | null => {
    const score = columns.values(metric)[row] ?? Number.NaN;
    return Number.isNaN(score) ? null : score;
  };
  return {
    sharpness: value('sharpness'),
    edge_strength: value('edge_strength'),
    contrast: value('contrast'),
    brightness: value('brightness'),
    entropy: value('entropy'),
  };
}

/** One frame of the table: its picture, number, time or name, scores, and what became of it. */
export function LiveRow({ run, columns, row, weights, place }: LiveRowProps) {
  const number = columns.frameNumbers[row] ?? 0;
  const code = columns.standing[row] ?? OPEN;
  const reason = REASONS[code - 1];
  const scores = scoresOf(columns, row);
  return (
    <tr className={classes.row} aria-rowindex={place}>
      <td>
        <div className={classes.tile}>
          {code === OPEN ? (
            <Thumbnail src={thumbnailUrl(run.id, number, 160, run.picture_key)} />
          ) : (
            // A picture that the run did not store would have to be decoded while the run needs the processor.
            'not stored'
          )}
        </div>
      </td>
      <td>{formatFrameNumber(number)}</td>
      <td className={classes.place}>{run.pictures?.[number] ?? formatTime(columns.times[row] ?? 0)}</td>
      <td className={classes.number}>
        <strong>{formatScore(qualityOf(scores, weights))}</strong>
      </td>
      {METRICS.map((metric) => (
        <td key={metric} className={classes.number}>
          {formatScore(scores[metric])}
        </td>
      ))}
      <td className={code === OPEN ? classes.kept : classes.dropped}>
        {reason === undefined ? 'kept' : REASON_TEXT[reason]}
      </td>
    </tr>
  );
}
