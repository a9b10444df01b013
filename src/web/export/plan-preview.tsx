import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { ExportPlan } from '../../contract/http.ts';
import { formatCount, formatCounted } from '../format/numbers.ts';
import { useSift } from '../sift/sift-context.tsx';
import { Thumb, thumbWishes } from '../sift/thumb.tsx';
import classes from './export-dialog.module.css';
import { lacksRoom, planSentence } from './export-words.ts';

const WIDTH = 104;

interface PlanPreviewProps {
  readonly plan: ExportPlan;
  /** Whether it belongs to what is set now. */
  readonly fresh: boolean;
}

/** Exactly what is going to be written: how much, the first pictures with their names, the other files. */
export function PlanPreview({ plan, fresh }: PlanPreviewProps) {
  const { thumbnails, model } = useSift();
  const { first_frames: frames, first_names: names, extra_files: extra, from_video: fromVideo } = plan;
  const wanted = frames.join(' ');
  useEffect(() => {
    const numbers = wanted === '' ? [] : wanted.split(' ').map(Number);
    thumbnails.want('stage', thumbWishes(numbers, WIDTH));
    return () => thumbnails.want('stage', []);
  }, [thumbnails, wanted]);
  const more = plan.frames - frames.length;
  return (
    <section className={classes.preview} aria-label="What is written" aria-busy={!fresh}>
      <p className={classes.sum} data-testid="export-sum">
        {planSentence(plan)}
      </p>
      <ul className={classes.pictures}>
        {frames.map((frame, place) => (
          <li key={frame}>
            <Thumb frame={frame} width={WIDTH} />
            <span title={names[place]}>{names[place]}</span>
          </li>
        ))}
      </ul>
      <p className={classes.help}>
        {more > 0 && `and ${formatCount(more)} more. `}
        {extra.length > 0 && `Also: ${extra.join(', ')}.`}
      </p>
      {fromVideo > 0 && (
        <p className={classes.note}>
          {formatCounted(fromVideo, 'pinned frame')} {fromVideo === 1 ? 'was' : 'were'} not stored by the run:
          taken from the video again.
        </p>
      )}
      {plan.frames !== model.outcome.value.selection.kept && fresh && (
        <p className={classes.note}>
          The gallery shows {formatCount(model.outcome.value.selection.kept)}: the run is still going on, and
          what is written is what it has stored by now.
        </p>
      )}
      {plan.warnings.map((warning) => (
        <p key={warning} className={classes.note}>
          {warning}
        </p>
      ))}
      {lacksRoom(plan) && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="The disk has no room for this">
          Choose another folder, a smaller format or fewer frames.
        </Alert>
      )}
    </section>
  );
}
