import { Button, Group } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ExportDialog } from '../export/export-dialog.tsx';
import { tellExportEnd } from '../export/export-end.tsx';
import { useExportJob } from '../export/export-job.ts';
import { KeysDialog } from '../keys/keys-dialog.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import { toastInfo } from '../parts/toasts.tsx';
import { useTitle } from '../shell/page.tsx';
import { useObservable } from '../state/use-observable.ts';
import { Announcer } from './announcer.tsx';
import { SiftBar } from './bar/sift-bar.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { FaceMenu } from './faces/face-menu.tsx';
import { AtLimitStrip } from './filters/at-limit-strip.tsx';
import { FiltersPanel } from './filters/filters-panel.tsx';
import { FramePanel } from './frame/frame-panel.tsx';
import { FrameView } from './frame/frame-view.tsx';
import { EmptyNotice } from './gallery/empty-notice.tsx';
import { FirstHint } from './gallery/first-hint.tsx';
import { Gallery } from './gallery/gallery.tsx';
import { GalleryToolbar } from './gallery/gallery-toolbar.tsx';
import { GridKeys } from './grid-keys.tsx';
import { PeopleStrip } from './people/people-strip.tsx';
import { SiftProvider, useSift } from './sift-context.tsx';
import classes from './sift-page.module.css';
import { siftPrefs } from './sift-prefs.ts';
import { TrackingNotice } from './subject/tracking-notice.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { useLoadedSift } from './use-loaded-sift.ts';

/** What the address says that cannot be understood is said once. */
function useProblems(): void {
  const { problems } = useSift();
  useEffect(() => {
    if (problems.length > 0) toastInfo(`Part of the address was not understood. ${problems.join(' ')}`);
  }, [problems]);
}

function Workbench() {
  const sift = useSift();
  const front = useObservable(sift.front);
  const { filters, panel, timeline, people } = useObservable(siftPrefs);
  const hasFaces = useObservable(sift.model.runFaces) !== null;
  const { name } = useObservable(sift.run);
  const [dialog, setDialog] = useState<'export' | 'keys' | null>(null);
  const close = (): void => setDialog(null);
  useTitle(`Sift ${name}`);
  useProblems();
  useExportJob(useCallback((status) => tellExportEnd(status, dialog === 'export'), [dialog]));
  const covered = front.layer !== 'grid';
  return (
    <div className={classes.page} data-sift="">
      <main
        className={classes.bench}
        data-filters={filters || undefined}
        data-panel={panel || undefined}
        inert={covered}
      >
        <SiftBar onExport={() => setDialog('export')} onKeys={() => setDialog('keys')} />
        <div className={classes.middle}>
          {filters && <FiltersPanel />}
          <div className={classes.centre}>
            <GalleryToolbar />
            {hasFaces && people && <PeopleStrip />}
            <div className={classes.gallery}>
              <Gallery />
              <EmptyNotice />
              <AtLimitStrip />
            </div>
            <FirstHint />
          </div>
          {panel && !covered && <FramePanel />}
        </div>
        {timeline && <Timeline />}
      </main>
      {front.layer === 'frame' && <FrameView />}
      {front.layer === 'compare' && <CompareView key={front.rows.join(' ')} rows={front.rows} />}
      <GridKeys onExport={() => setDialog('export')} onKeys={() => setDialog('keys')} />
      <FaceMenu />
      <TrackingNotice />
      <Announcer />
      <ExportDialog opened={dialog === 'export'} onClose={close} />
      <KeysDialog opened={dialog === 'keys'} onClose={close} />
    </div>
  );
}

/** Sifts the frames of a run: limits, gallery, timeline, one frame, and the way to the export. */
export function SiftPage({ id }: { readonly id: string }) {
  const loaded = useLoadedSift(id);
  return (
    <>
      {loaded.state === 'loading' && (
        <div className={classes.wait}>
          <Loading what="Reading the frames of the run" />
        </div>
      )}
      {loaded.state === 'failed' && (
        <main className={classes.wait}>
          <ErrorNotice error={loaded.error} title="The run cannot be shown" onRetry={loaded.retry} />
          <Group mt="lg">
            <Button variant="default" component={Link} href="/runs">
              Go to the runs
            </Button>
          </Group>
        </main>
      )}
      {loaded.state === 'ready' && (
        <SiftProvider value={loaded.sift}>
          <Workbench />
        </SiftProvider>
      )}
    </>
  );
}
