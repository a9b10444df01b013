import { Button } from '@mantine/core';
import { IconFolderOpen, IconMovie } from '@tabler/icons-react';
import type { FeaturesAnswer } from '../../../contract/http.ts';
import { useObservable } from '../../state/use-observable.ts';
import { draggingFiles } from '../uploads/drop-files.ts';
import { UploadButton } from '../uploads/upload-button.tsx';
import classes from './drop-zone.module.css';
import { PasteField } from './paste-field.tsx';

interface SourcePickerProps {
  readonly features: FeaturesAnswer | undefined;
  readonly onPick: () => void;
  readonly onUse: (source: string) => void;
}

/** Where everything begins: drop a video, pick one, or paste its path. */
export function SourcePicker({ features, onPick, onUse }: SourcePickerProps) {
  const over = useObservable(draggingFiles);
  return (
    <section className={classes.zone} data-over={over || undefined} aria-label="Source">
      <IconMovie className={classes.icon} size={40} stroke={1.5} aria-hidden />
      <p className={classes.title}>{over ? 'Let go to upload' : 'Drop a video here'}</p>
      <p className={classes.hint}>
        Picking a video from this machine copies nothing. A dropped one is copied first, because a browser
        does not tell where it lies.
      </p>
      <div className={classes.buttons}>
        <Button leftSection={<IconFolderOpen size={18} aria-hidden />} onClick={onPick}>
          Pick from this machine
        </Button>
        <UploadButton>Upload a file</UploadButton>
      </div>
      <PasteField features={features} onUse={onUse} />
    </section>
  );
}
