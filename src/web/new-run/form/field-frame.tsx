import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import type { OptionFactsView } from '../../../contract/http.ts';
import { isChanged } from './form-state.ts';
import classes from './option-field.module.css';
import type { MissingFeature } from './option-rules.ts';
import { labelOf, pageWords, sectionTitle, valueText } from './option-words.ts';
import type { RunForm } from './use-run-form.ts';

/** What a field's control needs of its frame. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
  readonly error: boolean;
  readonly disabled: boolean;
}

/** What every field gets. */
export interface FieldProps {
  readonly form: RunForm;
  readonly facts: OptionFactsView;
  /** Why the option cannot be used on this machine. */
  readonly missing: MissingFeature | null;
}

interface FieldFrameProps extends FieldProps {
  /** A group of controls is named by `aria-labelledby` with `${id}-label`, not by a label element. */
  readonly group?: boolean;
  /** In place of the help of the option. */
  readonly help?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

function ResetField({ form, facts }: Pick<FieldProps, 'form' | 'facts'>) {
  const words = `Back to ${valueText(facts, facts.default)}`;
  return (
    <Tooltip label={words}>
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={`${labelOf(facts.name)}: ${words}`}
        onClick={() => form.reset([facts.name])}
      >
        <IconRestore size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** Label, unit, mark of a change with its way back, help, and what is wrong. */
export function FieldFrame({ form, facts, missing, group = false, help, children }: FieldFrameProps) {
  const id = useId();
  const problem = form.state.drafts[facts.name]?.problem ?? null;
  const changed = isChanged(form.state, facts);
  const Label = group ? 'span' : 'label';
  const control: ControlProps = {
    id,
    'aria-describedby': `${id}-help ${id}-problem`,
    'aria-invalid': problem !== null,
    error: problem !== null,
    disabled: missing !== null,
  };
  return (
    <div className={classes.field}>
      <div className={classes.top}>
        <Label id={`${id}-label`} className={classes.label} {...(group ? {} : { htmlFor: id })}>
          {labelOf(facts.name) === sectionTitle(facts.section) ? (
            // The only option of its section: the heading of the section says it already.
            <VisuallyHidden>{labelOf(facts.name)}</VisuallyHidden>
          ) : (
            labelOf(facts.name)
          )}
          {facts.unit && <span className={classes.unit}> in {facts.unit}</span>}
        </Label>
        {changed && (
          <>
            <span className={classes.changed}>changed</span>
            <ResetField form={form} facts={facts} />
          </>
        )}
      </div>
      {children(control)}
      <p
        id={`${id}-problem`}
        className={classes.problem}
        role={problem ? 'alert' : undefined}
        hidden={!problem}
      >
        {problem}
      </p>
      <p id={`${id}-help`} className={classes.help}>
        {missing && <strong>{`Off here. ${missing.reason} ${missing.enable} `}</strong>}
        {pageWords(help ?? facts.help)}
      </p>
    </div>
  );
}
