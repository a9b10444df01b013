import type { FieldProps } from './field-frame.tsx';
import { ChoiceField, NumberField, SwitchField, TextField } from './plain-fields.tsx';
import { TimeField } from './time-field.tsx';
import { WeightsField } from './weights-field.tsx';

/** The field of an option, by its type. */
export function OptionField(field: FieldProps) {
  switch (field.facts.kind) {
    case 'number':
    case 'integer':
      return <NumberField {...field} />;
    case 'choice':
      return <ChoiceField {...field} />;
    case 'switch':
      return <SwitchField {...field} />;
    case 'time':
      return <TimeField {...field} />;
    case 'weights':
      return <WeightsField {...field} />;
    default:
      return <TextField {...field} />;
  }
}
