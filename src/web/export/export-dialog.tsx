import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportBody } from '../../contract/http.ts';
import { criteriaToOptions } from '../../select/criteria.ts';
import { optionsQuery } from '../api/queries.ts';
import { formatCount, formatCounted } from '../format/numbers.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import { useSift } from '../sift/sift-context.tsx';
import { useObservable } from '../state/use-observable.ts';
import classes from './export-dialog.module.css';
import { ExportFields } from './export-fields.tsx';
import {
  type ExportForm,
  PLAIN_EXPORT,
  problemsOf,
  sentOptions,
  shownOptions,
  storedForm,
  storeForm,
} from './export-form.ts';
import { beginExport, exportJob } from './export-job.ts';
import { useExportPlan } from './export-plan.ts';
import { ExportProgress } from './export-progress.tsx';
import { lacksRoom, splitFolder } from './export-words.ts';
import { FolderChooser } from './folder-chooser.tsx';
import { PlanPreview } from './plan-preview.tsx';

interface ExportDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The form with what the server makes of it. */
function useExportForm() {
  const { run, model, review } = useSift();
  const { id } = useObservable(run);
  const criteria = useObservable(model.settled);
  const { selection } = useObservable(model.outcome);
  const sync = useObservable(review.state);
  const { data: tables, error: tablesError } = useQuery(optionsQuery);
  const [form, setForm] = useState<ExportForm>(storedForm);
  const options = shownOptions(tables?.export ?? []);
  const problems = problemsOf(form, options);
  const usable = Object.keys(problems).length === 0 && options.length > 0;
  const body: ExportBody = {
    criteria: criteriaToOptions(criteria),
    options: sentOptions(form, options),
    to: form.parent,
  };
  // The server plans from the marks that it has; those on the way are waited for.
  const planned = useExportPlan(id, usable && sync !== 'sending' ? body : null, selection.kept);
  const change = (next: ExportForm): void => {
    setForm(next);
    storeForm(next);
  };
  return {
    run: id,
    kept: selection.kept,
    form,
    change,
    options,
    problems,
    body,
    ...planned,
    loadError: tablesError,
    offline: sync === 'offline',
  };
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const state = useExportForm();
  const { form, change, plan, error, fresh, options } = state;
  const [choosing, setChoosing] = useState(false);
  const [beginning, setBeginning] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const target = plan ? splitFolder(plan.folder) : null;
  if (choosing) {
    return (
      <FolderChooser
        from={form.parent ?? target?.parent ?? null}
        onBack={() => setChoosing(false)}
        onChoose={(parent) => {
          change({ ...form, parent });
          setChoosing(false);
        }}
      />
    );
  }
  if (state.loadError) return <ErrorNotice error={state.loadError} />;
  if (options.length === 0) return <Loading what="Reading what can be exported" />;
  const begin = async (): Promise<void> => {
    setBeginning(true);
    setFailure(null);
    try {
      await beginExport(state.run, state.body);
    } catch (thrown) {
      setFailure(thrown);
    } finally {
      setBeginning(false);
    }
  };
  const count = plan?.frames ?? state.kept;
  return (
    <>
      <div className={classes.target}>
        <p data-testid="export-target">
          {target ? (
            <>
              <b>{target.name}</b> <span>in {target.parent}</span>
            </>
          ) : (
            <span>A new folder {form.parent ? `in ${form.parent}` : 'beside the run'}</span>
          )}
        </p>
        {form.parent !== null && (
          <Button size="xs" variant="subtle" onClick={() => change({ ...form, parent: null })}>
            Beside the run
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setChoosing(true)}>
          Change
        </Button>
      </div>
      <div className={classes.columns}>
        <div>
          <ExportFields form={form} options={options} problems={state.problems} onChange={change} />
        </div>
        <div>
          {plan && <PlanPreview plan={plan} fresh={fresh} />}
          {!plan && !error && <Loading what="Working out what will be written" />}
          {error && <ErrorNotice error={error} onRetry={() => void state.refetch()} />}
        </div>
      </div>
      {state.offline && (
        <p className={classes.note}>
          Some marks have not reached Framesift yet; they are not in this export.
        </p>
      )}
      {failure !== null && <ErrorNotice error={failure} title="The export could not begin" />}
      <div className={classes.foot}>
        <Button
          variant="subtle"
          disabled={Object.keys(form.given).length === 0 && form.parent === null}
          onClick={() => change(PLAIN_EXPORT)}
        >
          Reset
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          data-autofocus
          loading={beginning}
          disabled={!plan || !fresh || count === 0 || lacksRoom(plan) || error !== null}
          onClick={() => void begin()}
        >
          Export {formatCount(count)}
        </Button>
      </div>
    </>
  );
}

/** What is written, where and how; then how far it is, and the way to the folder. */
export function ExportDialog({ opened, onClose }: ExportDialogProps) {
  const { model, run } = useSift();
  const { id } = useObservable(run);
  const { selection } = useObservable(model.outcome);
  const job = useObservable(exportJob);
  const own = job?.run === id ? job : null;
  const title = own ? 'Export' : `Export ${formatCounted(selection.kept, 'frame')}`;
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={own ? 560 : 960}>
      {own ? <ExportProgress job={own} onClose={onClose} /> : <Form onClose={onClose} />}
    </Modal>
  );
}
