import { Button, Select, TextInput } from '@mantine/core';
import { IconMovie, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { RunSummary } from '../../contract/http.ts';
import { optionsQuery, runsQuery } from '../api/queries.ts';
import { differenceWords } from '../new-run/form/option-words.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { Page } from '../shell/page.tsx';
import { usePageKey } from '../shell/use-page-key.ts';
import { DeleteRunDialog } from './delete-run-dialog.tsx';
import { filterRuns, type RunFilter, STATE_CHOICES } from './run-filter.ts';
import { RunList } from './run-list.tsx';
import { STATE_WORDS } from './run-progress.ts';
import classes from './runs-page.module.css';

function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Panel className={classes.empty ?? ''}>
      <IconMovie className={classes.icon} size={40} stroke={1.5} aria-hidden />
      <h2>{title}</h2>
      {children}
    </Panel>
  );
}

/** Every run of the workspace, whoever began it. */
export function RunsPage() {
  const { data, error, refetch } = useQuery(runsQuery);
  const { data: options } = useQuery(optionsQuery);
  const search = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState<RunFilter>({ search: '', state: 'all' });
  const [toDelete, setToDelete] = useState<RunSummary | null>(null);
  usePageKey('/', () => search.current?.focus());

  const runs = data?.runs;
  const analyze = options?.analyze;
  const found = useMemo(() => {
    const wordsOf = (run: RunSummary) => differenceWords(analyze ?? [], run.options);
    const kept = filterRuns(runs ?? [], filter, wordsOf);
    return kept.map((run) => ({ run, words: wordsOf(run) }));
  }, [runs, filter, analyze]);

  return (
    <Page
      title="Runs"
      actions={
        <div className={classes.tools}>
          <TextInput
            ref={search}
            w={240}
            type="search"
            aria-label="Search runs"
            aria-keyshortcuts="/"
            placeholder="Search"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={filter.search}
            onChange={({ currentTarget: { value } }) => setFilter((old) => ({ ...old, search: value }))}
          />
          <Select
            w={150}
            aria-label="State"
            data={STATE_CHOICES.map((value) => ({
              value,
              label: value === 'all' ? 'All states' : STATE_WORDS[value],
            }))}
            value={filter.state}
            allowDeselect={false}
            onChange={(next) =>
              setFilter((old) => ({ ...old, state: STATE_CHOICES.find((known) => known === next) ?? 'all' }))
            }
          />
          <Button component={Link} href="/new">
            New run
          </Button>
        </div>
      }
    >
      {error && !data && <ErrorNotice error={error} onRetry={refetch} />}
      {!data && !error && <Loading what="Reading the runs" />}
      {runs?.length === 0 && (
        <Empty title="No runs yet.">
          <p>Drop a video anywhere on this page, or pick one from this machine.</p>
          <Button component={Link} href="/new">
            New run
          </Button>
        </Empty>
      )}
      {runs && runs.length > 0 && found.length === 0 && (
        <Empty title="No run is like that.">
          <Button variant="default" onClick={() => setFilter({ search: '', state: 'all' })}>
            Show all {runs.length}
          </Button>
        </Empty>
      )}
      {found.length > 0 && <RunList found={found} onDelete={setToDelete} />}
      {toDelete && <DeleteRunDialog run={toDelete} onClose={() => setToDelete(null)} />}
    </Page>
  );
}
