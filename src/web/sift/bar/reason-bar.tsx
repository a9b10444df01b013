import { Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { REASON_TEXT, REASONS, type Reason } from '../../../contract/reasons.ts';
import { formatCount, formatCounted, formatPercent } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import { REASON_WORD } from '../words.ts';
import classes from './sift-bar.module.css';

/** Pixels that a word and a count need, roughly. */
const ROOM_FOR_WORDS = 74;
const ROOM_FOR_COUNT = 34;

const LOOKS: readonly { readonly slant: string; readonly step: string }[] = [
  { slant: '135deg', step: '4px' },
  { slant: '45deg', step: '4px' },
  { slant: '90deg', step: '4px' },
  { slant: '0deg', step: '4px' },
  { slant: '135deg', step: '8px' },
  { slant: '45deg', step: '8px' },
  { slant: '90deg', step: '8px' },
  { slant: '0deg', step: '6px' },
  { slant: '120deg', step: '3px' },
];

interface Segment {
  readonly reason: Reason | null;
  readonly count: number;
}

function segmentText({ reason, count }: Segment, room: number): string {
  if (room >= ROOM_FOR_WORDS) return `${reason ? REASON_WORD[reason] : 'kept'} ${formatCount(count)}`;
  return room >= ROOM_FOR_COUNT ? formatCount(count) : '';
}

/** All frames in a bar: kept, and dropped by the first reason of each. A part shows its frames when it is pressed. */
export function ReasonBar() {
  const { model } = useSift();
  const { selection } = useObservable(model.outcome);
  const view = useObservable(model.view);
  const { ref, width } = useElementSize<HTMLFieldSetElement>();
  const segments: Segment[] = [
    { reason: null, count: selection.kept },
    ...REASONS.map((reason) => ({ reason, count: selection.reasons[reason] ?? 0 })),
  ].filter(({ count }) => count > 0);
  const total = Math.max(1, selection.total);
  return (
    <fieldset className={classes.reasons} ref={ref} aria-label="Frames by reason">
      {segments.map((segment) => {
        const { reason, count } = segment;
        const pressed = reason !== null && view.reason === reason;
        const what = reason === null ? 'kept' : REASON_TEXT[reason];
        const words = `${formatCounted(count, 'frame')} ${what}, ${formatPercent(count / total)}`;
        const look = LOOKS[reason === null ? 0 : REASONS.indexOf(reason) % LOOKS.length];
        return (
          <Tooltip key={reason ?? 'kept'} label={pressed ? `${words}. Shown alone; press to end` : words}>
            <button
              type="button"
              className={classes.segment}
              data-kind={reason === null ? 'kept' : 'dropped'}
              style={{ flexGrow: count, '--slant': look?.slant, '--step': look?.step } as React.CSSProperties}
              aria-label={reason === null ? `Show what is kept: ${words}` : `Show only: ${words}`}
              aria-pressed={reason === null ? undefined : pressed}
              onClick={() =>
                model.look({
                  reason: pressed ? null : reason,
                  marks: 'any',
                  ...(reason === null ? { dropped: false } : {}),
                })
              }
            >
              <span>{segmentText(segment, (count / total) * width)}</span>
            </button>
          </Tooltip>
        );
      })}
    </fieldset>
  );
}
