import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseTimeCode } from '../../../contract/time-code.ts';
import { FieldFrame, type FieldProps } from './field-frame.tsx';
import { currentValue } from './option-rules.ts';
import { timeText } from './option-words.ts';

/** A time in the video, typed as seconds or as m:ss; the text stays as typed until the field is left. */
export function TimeField(field: FieldProps) {
  const { form, facts } = field;
  const [typed, setTyped] = useState<string | null>(null);
  const draft = form.state.drafts[facts.name]?.typed;
  const value = currentValue(facts, form.state.given);
  const settled = typeof value === 'number' ? timeText(value) : '';
  const change = (text: string): void => {
    setTyped(text);
    form.set(facts, text.trim() === '' ? null : (parseTimeCode(text) ?? text));
  };
  return (
    <FieldFrame {...field}>
      {(control) => (
        <TextInput
          {...control}
          value={typed ?? (typeof draft === 'string' ? draft : settled)}
          placeholder="not set; 90 or 1:30"
          inputMode="decimal"
          onChange={({ currentTarget }) => change(currentTarget.value)}
          onBlur={() => setTyped(null)}
        />
      )}
    </FieldFrame>
  );
}
