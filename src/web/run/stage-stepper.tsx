import { VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { STAGES, type Stage } from '../../contract/events.ts';
import type { RunState } from '../../contract/http.ts';
import classes from './stage-stepper.module.css';

/** What each step of a run does. */
const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  download: 'Download',
  probe: 'Look at the video',
  index: 'Read its index',
  shots: 'Find the shots',
  track: 'Follow the subject',
  analyze: 'Decode and score',
  finish: 'Finish',
};

const STATE_WORDS = { done: 'done', now: 'now', later: 'later' } as const;

function stateOf(place: number, current: number, state: RunState): keyof typeof STATE_WORDS {
  if (state === 'done' || place < current) return 'done';
  // A run that has ended early works on nothing.
  return place === current && state === 'running' ? 'now' : 'later';
}

interface StageStepperProps {
  readonly stage: string | null;
  readonly state: RunState;
  /** Whether the video has to be fetched first. */
  readonly downloads: boolean;
  /** Whether a subject is followed. */
  readonly tracks: boolean;
}

/** The steps that a run has. */
function stagesOf({ downloads, tracks }: Pick<StageStepperProps, 'downloads' | 'tracks'>): readonly Stage[] {
  return STAGES.filter((name) => {
    if (name === 'download') return downloads;
    return tracks || (name !== 'shots' && name !== 'track');
  });
}

/** The steps of a run, with the one that it is at. */
export function StageStepper({ stage, state, ...has }: StageStepperProps) {
  const stages = stagesOf(has);
  const current = stage === null ? -1 : stages.map(String).indexOf(stage);
  return (
    <ol className={classes.stages} aria-label="Steps">
      {stages.map((name, place) => {
        const standing = stateOf(place, current, state);
        return (
          <li
            key={name}
            className={classes.stage}
            data-state={standing}
            aria-current={standing === 'now' ? 'step' : undefined}
          >
            <span className={classes.mark} aria-hidden>
              {standing === 'done' ? <IconCheck size={14} stroke={3} /> : place + 1}
            </span>
            {STAGE_WORDS[name]}
            <VisuallyHidden>, {STATE_WORDS[standing]}</VisuallyHidden>
          </li>
        );
      })}
    </ol>
  );
}
