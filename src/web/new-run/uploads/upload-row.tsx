import { Button, Progress, Tooltip } from '@mantine/core';
import type { UploadView } from '../../../contract/uploads.ts';
import { formatBytes } from '../../format/numbers.ts';
import { formatAge, formatMoment } from '../../format/times.ts';
import { UploadButton } from './upload-button.tsx';
import classes from './upload-row.module.css';
import { partWords, runsWords } from './upload-words.ts';

interface UploadRowProps {
  readonly upload: UploadView;
  /** It is the source of the page. */
  readonly chosen: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onUse: (path: string) => void;
  readonly onDelete: () => void;
}

/** How far an upload is that is not whole, and how it goes on. */
function Part({ upload }: { readonly upload: UploadView }) {
  const { name, size, offset } = upload;
  return (
    <>
      <Progress
        className={classes.bar ?? ''}
        size="sm"
        value={size > 0 ? (100 * offset) / size : 0}
        aria-label={`What has arrived of ${name}`}
      />
      <div className={classes.line}>
        {partWords(upload)} arrived; choose the same file again and it goes on
      </div>
    </>
  );
}

function MainAction({ upload, chosen, onUse }: Pick<UploadRowProps, 'upload' | 'chosen' | 'onUse'>) {
  const { name, path } = upload;
  if (path === null) {
    return (
      <UploadButton size="xs" label={`Go on with ${name}`}>
        Choose the file
      </UploadButton>
    );
  }
  if (chosen) return <span className={classes.chosen}>Chosen</span>;
  return (
    <Button size="xs" variant="default" aria-label={`Use ${name}`} onClick={() => onUse(path)}>
      Use
    </Button>
  );
}

/** One upload: what it is, what was made of it, and what can be done with it. */
export function UploadRow({ upload, chosen, now, onUse, onDelete }: UploadRowProps) {
  const { name, path, size, created_at, runs } = upload;
  return (
    <li className={classes.row} data-part={path === null || undefined}>
      <div className={classes.what}>
        <div className={classes.name} title={name}>
          {name}
        </div>
        {path === null && <Part upload={upload} />}
      </div>
      {path !== null && <div className={classes.size}>{formatBytes(size)}</div>}
      <Tooltip label={formatMoment(created_at)}>
        <time className={classes.age} dateTime={created_at}>
          {formatAge(created_at, now)}
        </time>
      </Tooltip>
      {path !== null && <div className={classes.runs}>{runsWords(runs)}</div>}
      <div className={classes.actions}>
        <MainAction upload={upload} chosen={chosen} onUse={onUse} />
        <Button size="xs" variant="subtle" color="gray" aria-label={`Delete ${name}`} onClick={onDelete}>
          Delete
        </Button>
      </div>
    </li>
  );
}
