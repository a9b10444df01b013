import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { recordsUrl } from './api/urls.ts';
import { LiveRegion } from './parts/live-region.tsx';
import { Loading } from './parts/loading.tsx';
import { ConnectionBanner } from './shell/connection-banner.tsx';
import { DropVeil } from './shell/drop-veil.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { FinishedRuns } from './shell/finished-runs.tsx';
import { keepFocus } from './shell/keep-focus.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { FIRST_PAGE } from './shell/page.tsx';
import { Shell } from './shell/shell.tsx';
import { useDrops } from './shell/use-drops.ts';

// Each page loads what it needs itself: Sift is not kept waiting by forms, nor they by its charts.
const NewRunPage = lazy(() =>
  import('./new-run/new-run-page.tsx').then((page) => ({ default: page.NewRunPage })),
);
const RunsPage = lazy(() => import('./runs/runs-page.tsx').then((page) => ({ default: page.RunsPage })));
const RunPage = lazy(() => import('./run/run-page.tsx').then((page) => ({ default: page.RunPage })));
const loadSiftPage = () => import('./sift/sift-page.tsx').then((page) => page.SiftPage);
const LaterSiftPage = lazy(() => loadSiftPage().then((page) => ({ default: page })));
let siftPage: Awaited<ReturnType<typeof loadSiftPage>> | null = null;

/**
 * Loads the page of an address while nothing can be shown yet. Only for Sift, where it counts: a page that is waited for
 * in the sight of its fallback appears a third of a second late, as React spares people the flicker.
 */
export async function preloadPage(path: string): Promise<void> {
  const [, id] = /^\/runs\/([^/]+)\/sift\/?$/.exec(path) ?? [];
  if (id === undefined) return;
  // The server reads a large run for half a second; so it begins while the scripts load. Only the head is asked for: the
  // records themselves must not be older than the first event. What fails here fails again where it is shown.
  fetch(recordsUrl(id), { method: 'HEAD' }).catch(() => undefined);
  siftPage = await loadSiftPage().catch(() => null);
}

function SiftRoute({ id }: { readonly id: string }) {
  const [Page] = useState(() => siftPage ?? LaterSiftPage);
  return <Page id={id} />;
}

function Pages() {
  return (
    <Suspense fallback={<Loading what="Opening the page" />}>
      <Switch>
        <Route path="/new">
          <NewRunPage />
        </Route>
        <Route path="/runs">
          <RunsPage />
        </Route>
        <Route path="/runs/:id">{({ id }) => <RunPage id={id} />}</Route>
        <Route path="/">
          <Redirect to={FIRST_PAGE} replace />
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </Suspense>
  );
}

/** Every page by its address, and what is there on all of them. */
export function App() {
  const [path] = useLocation();
  useDrops();
  useEffect(() => keepFocus(), []);
  return (
    <>
      <ErrorBoundary place={path}>
        <Switch>
          <Route path="/runs/:id/sift">
            {({ id }) => (
              <Suspense fallback={<Loading what="Opening Sift" />}>
                <SiftRoute id={id} />
              </Suspense>
            )}
          </Route>
          <Route>
            <Shell>
              <ErrorBoundary place={path}>
                <Pages />
              </ErrorBoundary>
            </Shell>
          </Route>
        </Switch>
      </ErrorBoundary>
      <ConnectionBanner />
      <DropVeil />
      <FinishedRuns />
      <LiveRegion />
    </>
  );
}
