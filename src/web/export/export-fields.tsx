import { Checkbox, Group, NumberInput, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { OptionFactsView } from '../../contract/http.ts';
import { applies, currentValue } from '../new-run/form/option-rules.ts';
import classes from './export-dialog.module.css';
import { type ExportForm, withOption } from './export-form.ts';

/** What every field of the dialog needs. */
export interface FieldsProps {
  readonly form: ExportForm;
  readonly options: readonly OptionFactsView[];
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (form: ExportForm) => void;
}

interface FieldProps extends FieldsProps {
  readonly facts: OptionFactsView;
}

/** Labels that read better than the names of the options. */
const LABELS: Readonly<Record<string, string>> = {
  format: 'Pictures',
  quality: 'Quality',
  longestSide: 'Longest side',
  name: 'Names',
  link: 'Links instead of copies',
  sidecar: 'Values in a file',
  contactSheet: 'Contact sheet',
  sheetColumns: 'Columns',
  sheetCaptions: 'Captions',
};

/** Words of choices that say more than themselves. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  format: { copy: 'Copy as they are', jpg: 'JPG', png: 'PNG', webp: 'WebP', avif: 'AVIF' },
  sidecar: { jsonl: 'JSONL', csv: 'CSV', both: 'Both', none: 'None' },
  contactSheet: { none: 'None', jpg: 'JPG', png: 'PNG', pdf: 'PDF' },
  sheetCaptions: { number: 'Number', time: 'Time', scores: 'Scores' },
};

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  longestSide: 'as it is',
  name: 'frame_{frame:06}',
};

const labelOf = ({ name }: OptionFactsView): string => LABELS[name] ?? name;
const choiceLabel = ({ name }: OptionFactsView, choice: string): string => CHOICES[name]?.[choice] ?? choice;

function Control(props: FieldProps & { readonly id: string }) {
  const { facts, form, problems, onChange, id } = props;
  const value = currentValue(facts, form.given);
  const set = (next: unknown): void => onChange(withOption(form, facts, next));
  const invalid = problems[facts.name] !== undefined;
  const described = { 'aria-describedby': `${id}-help` };
  const choices = facts.choices ?? [];
  switch (facts.kind) {
    case 'choice':
      return (
        <SegmentedControl
          size="xs"
          aria-labelledby={id}
          {...described}
          value={String(value)}
          data={choices.map((choice) => ({ value: choice, label: choiceLabel(facts, choice) }))}
          onChange={set}
        />
      );
    case 'list': {
      const list = Array.isArray(value) ? value.map(String) : [];
      return (
        <Checkbox.Group
          value={list}
          // In the order of the table, whichever was pressed first.
          onChange={(next) => set(choices.filter((choice) => next.includes(choice)))}
          aria-labelledby={id}
          {...described}
        >
          <Group gap="md">
            {choices.map((choice) => (
              <Checkbox key={choice} size="xs" value={choice} label={choiceLabel(facts, choice)} />
            ))}
          </Group>
        </Checkbox.Group>
      );
    }
    case 'switch':
      return (
        <Switch
          size="xs"
          aria-labelledby={id}
          {...described}
          checked={value === true}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
        />
      );
    case 'number':
    case 'integer':
      return (
        <NumberInput
          size="xs"
          w={120}
          aria-labelledby={id}
          {...described}
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
          placeholder={PLACEHOLDERS[facts.name] ?? ''}
          clampBehavior="none"
          allowDecimal={facts.kind === 'number'}
          error={invalid}
          {...(facts.unit ? { suffix: facts.unit === 'pixels' ? ' px' : ` ${facts.unit}` } : {})}
          {...(facts.min === null ? {} : { min: facts.min })}
          {...(facts.max === null ? {} : { max: facts.max })}
          onChange={(next) => set(next === '' && facts.optional ? null : next)}
        />
      );
    default:
      return (
        <TextInput
          size="xs"
          w={260}
          aria-labelledby={id}
          {...described}
          value={typeof value === 'string' ? value : ''}
          placeholder={PLACEHOLDERS[facts.name] ?? ''}
          spellCheck={false}
          error={invalid}
          onChange={({ currentTarget }) =>
            set(currentTarget.value === '' && facts.optional ? null : currentTarget.value)
          }
        />
      );
  }
}

function Field(props: FieldProps) {
  const { facts, problems } = props;
  const id = useId();
  const problem = problems[facts.name];
  return (
    <div className={classes.field} data-option={facts.name}>
      <span id={id} className={classes.label}>
        {labelOf(facts)}
      </span>
      <div className={classes.control}>
        <Control {...props} id={id} />
        <p id={`${id}-help`} className={classes.help} data-problem={problem !== undefined || undefined}>
          {problem ?? facts.help}
        </p>
      </div>
    </div>
  );
}

/** Every option of the table that has an effect, in its order. */
export function ExportFields(props: FieldsProps) {
  const { form, options } = props;
  return options
    .filter((facts) => applies(facts, options, form.given))
    .map((facts) => <Field key={facts.name} {...props} facts={facts} />);
}
