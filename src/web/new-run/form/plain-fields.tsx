import { NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { type ControlProps, FieldFrame, type FieldProps } from './field-frame.tsx';
import { currentValue } from './option-rules.ts';

/** What stands in a field: what cannot be used, or the value. */
function shownValue({ form, facts }: FieldProps): unknown {
  const draft = form.state.drafts[facts.name];
  return draft ? draft.typed : currentValue(facts, form.state.given);
}

/** More words than fit side by side become a list that opens. */
const SIDE_BY_SIDE = 4;

interface NumberControlProps {
  readonly control: ControlProps;
  /** Name for screen readers, where no label stands beside it. */
  readonly label?: string;
}

/** The bare control of a number, for places that have no room for its frame. */
export function NumberControl({ control, label, ...field }: FieldProps & NumberControlProps) {
  const { form, facts } = field;
  const value = shownValue(field);
  return (
    <NumberInput
      {...control}
      aria-label={label}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      placeholder={facts.optional ? 'not set' : ''}
      // The contract says what is wrong with a number; nothing is changed behind the person's back.
      clampBehavior="none"
      allowDecimal={facts.kind === 'number'}
      step={facts.max !== null && facts.max <= 1 ? 0.05 : 1}
      stepHoldDelay={400}
      stepHoldInterval={80}
      {...(facts.min === null ? {} : { min: facts.min })}
      {...(facts.max === null ? {} : { max: facts.max })}
      onChange={(next) => form.set(facts, next === '' && facts.optional ? null : next)}
    />
  );
}

/** A number or whole number. */
export function NumberField(field: FieldProps) {
  return <FieldFrame {...field}>{(control) => <NumberControl {...field} control={control} />}</FieldFrame>;
}

/** One of a few words. */
export function ChoiceField(field: FieldProps) {
  const { form, facts, missing } = field;
  const choices = facts.choices ?? [];
  const value = String(shownValue(field));
  const set = (next: string | null) => next !== null && form.set(facts, next);
  if (choices.length > SIDE_BY_SIDE) {
    return (
      <FieldFrame {...field}>
        {(control) => (
          <Select {...control} data={choices} value={value} onChange={set} allowDeselect={false} />
        )}
      </FieldFrame>
    );
  }
  return (
    <FieldFrame {...field} group>
      {({ id, 'aria-describedby': describedBy }) => (
        <SegmentedControl
          data={choices}
          value={value}
          onChange={set}
          disabled={missing !== null}
          aria-labelledby={`${id}-label`}
          aria-describedby={describedBy}
        />
      )}
    </FieldFrame>
  );
}

/** On or off. */
export function SwitchField(field: FieldProps) {
  const { form, facts } = field;
  return (
    <FieldFrame {...field}>
      {({ error: _, ...control }) => (
        <Switch
          {...control}
          checked={shownValue(field) === true}
          onChange={({ currentTarget }) => form.set(facts, currentTarget.checked)}
        />
      )}
    </FieldFrame>
  );
}

/** Free text. */
export function TextField(field: FieldProps) {
  const { form, facts } = field;
  const value = shownValue(field);
  return (
    <FieldFrame {...field}>
      {(control) => (
        <TextInput
          {...control}
          value={typeof value === 'string' ? value : ''}
          placeholder={facts.optional ? 'not set' : ''}
          spellCheck={false}
          onChange={({ currentTarget }) =>
            form.set(facts, currentTarget.value === '' && facts.optional ? null : currentTarget.value)
          }
        />
      )}
    </FieldFrame>
  );
}
