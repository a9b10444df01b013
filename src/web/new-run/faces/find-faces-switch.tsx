import { Switch } from '@mantine/core';
import { FieldFrame } from '../form/field-frame.tsx';
import type { RunForm } from '../form/use-run-form.ts';

const OPTION = 'enableFaceFilter';

interface FindFacesSwitchProps {
  readonly form: RunForm;
  readonly on: boolean;
  /** The models are there. */
  readonly ready: boolean;
  /** Takes everything about faces out of the form. */
  readonly onOff: () => void;
}

/** The master switch of faces; what needs faces turns it on too, so turning it off takes that away. */
export function FindFacesSwitch({ form, on, ready, onOff }: FindFacesSwitchProps) {
  const facts = form.options.find(({ name }) => name === OPTION);
  if (!facts) return null;
  const reason = { reason: 'The chosen models are not here yet.', enable: 'Get them above.' };
  return (
    <FieldFrame form={form} facts={facts} missing={ready || on ? null : reason}>
      {({ error: _, ...control }) => (
        <Switch
          {...control}
          checked={on}
          onChange={({ currentTarget }) => (currentTarget.checked ? form.set(facts, true) : onOff())}
        />
      )}
    </FieldFrame>
  );
}
