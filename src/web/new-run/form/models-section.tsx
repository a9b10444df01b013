import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { OptionFactsView } from '../../../contract/http.ts';
import { modelsQuery } from '../../api/queries.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Loading } from '../../parts/loading.tsx';
import { isChanged } from './form-state.ts';
import classes from './models-section.module.css';
import { OptionField } from './option-field.tsx';
import sections from './option-sections.module.css';
import { sectionTitle } from './option-words.ts';
import type { RunForm } from './use-run-form.ts';

interface ModelsSectionProps {
  readonly form: RunForm;
  readonly section: OptionFactsView['section'];
  /** Whether what needs the models is wanted. */
  readonly on: boolean;
  /** What the section says while it is closed. */
  readonly summary: string;
  /** What getting the missing models is called, with their size; null where nothing is to be got. */
  readonly get: string | null;
  /** Takes back the options that were changed. */
  readonly onReset: (changed: readonly string[]) => void;
  readonly children: ReactNode;
}

/** A section of the form whose options need models: its head, and what is in it while it is open. */
export function ModelsSection({ form, section, on, summary, get, onReset, children }: ModelsSectionProps) {
  const { options, state } = form;
  const { data: models, error, refetch } = useQuery(modelsQuery);
  const mine = options.filter((facts) => facts.section === section);
  const wrong = mine.filter(({ name }) => state.drafts[name]);
  const [open, setOpen] = useState(wrong.length > 0);
  const changed = mine.filter((facts) => isChanged(state, facts)).map(({ name }) => name);
  const title = sectionTitle(section);
  const reset = (
    <Button size="compact-sm" variant="subtle" aria-label={`Reset ${title}`} onClick={() => onReset(changed)}>
      Reset
    </Button>
  );
  const fetch = !open && get !== null && (
    <Button size="compact-sm" variant="default" aria-label={get} onClick={() => setOpen(true)}>
      Get it
    </Button>
  );
  return (
    <div className={sections.section}>
      <Disclosure
        title={title}
        badge={wrong.length > 0 ? `${wrong.length} to mend` : on && 'on'}
        wrong={wrong.length > 0}
        summary={summary}
        action={changed.length > 0 ? reset : fetch}
        open={open}
        onToggle={setOpen}
      >
        <div className={classes.parts}>
          {error && <ErrorNotice error={error} onRetry={refetch} />}
          {!models && !error && <Loading what="Looking for models" />}
          {children}
        </div>
      </Disclosure>
    </div>
  );
}

/** Some options of such a section, side by side. */
export function ModelOptions({
  form,
  options,
}: {
  readonly form: RunForm;
  readonly options: readonly OptionFactsView[];
}) {
  return (
    <div className={`${sections.fields} ${classes.fields}`}>
      {options.map((facts) => (
        <OptionField key={facts.name} form={form} facts={facts} missing={null} />
      ))}
    </div>
  );
}
