import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UploadView } from '../../../contract/uploads.ts';
import { uploadsQuery } from '../../api/queries.ts';
import { formatCount } from '../../format/numbers.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useNow } from '../../runs/use-now.ts';
import { useObservable } from '../../state/use-observable.ts';
import { DeleteUploadDialog } from './delete-upload-dialog.tsx';
import { UploadRow } from './upload-row.tsx';
import { listWords } from './upload-words.ts';
import { uploadStore } from './uploads.ts';
import classes from './uploads-section.module.css';

interface UploadsSectionProps {
  readonly source: string | null;
  readonly onUse: (source: string | null) => void;
}

/** Uploads of the server without those that this tab is sending: they are shown with their progress. */
function useUploads() {
  const { data, error, refetch } = useQuery(uploadsQuery);
  const sending = useObservable(uploadStore.sending);
  const isSent = ({ id, fingerprint, path }: UploadView) =>
    sending.some((one) => one.id === id || (path === null && fingerprint && one.fingerprint === fingerprint));
  const uploads = data?.uploads.filter((upload) => !isSent(upload));
  return { uploads, error, refetch };
}

/** Files that were uploaded, whole or in part: to use again, to go on with, or to delete. */
export function UploadsSection({ source, onUse }: UploadsSectionProps) {
  const { uploads, error, refetch } = useUploads();
  const now = useNow();
  const [open, setOpen] = useState<boolean | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const deleting = uploads?.find(({ id }) => id === asked);
  // What waits for the person from the beginning is not hidden.
  if (open === null && uploads) setOpen(uploads.some(({ path }) => path === null));
  const forget = ({ path }: UploadView): void => {
    if (path !== null && path === source) onUse(null);
  };
  return (
    <Panel flush aria-label="Uploads">
      <Disclosure
        title="Uploads"
        badge={uploads && uploads.length > 0 && formatCount(uploads.length)}
        summary={uploads ? listWords(uploads) : ''}
        open={open ?? false}
        onToggle={setOpen}
      >
        {!uploads && error !== null && (
          <ErrorNotice error={error} title="The uploads cannot be listed" onRetry={refetch} />
        )}
        {!uploads && error === null && <Loading what="Listing the uploads" />}
        {uploads?.length === 0 && (
          <p className={classes.empty}>
            Nothing is uploaded. What you drop or upload is kept and listed here, to use it again.
          </p>
        )}
        {uploads && uploads.length > 0 && (
          <ul className={classes.list}>
            {uploads.map((upload) => (
              <UploadRow
                key={upload.id}
                upload={upload}
                chosen={upload.path !== null && upload.path === source}
                now={now}
                onUse={onUse}
                onDelete={() => setAsked(upload.id)}
              />
            ))}
          </ul>
        )}
      </Disclosure>
      {deleting && <DeleteUploadDialog upload={deleting} onClose={() => setAsked(null)} onDeleted={forget} />}
    </Panel>
  );
}
