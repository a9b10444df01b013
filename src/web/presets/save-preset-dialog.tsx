import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { toastInfo } from '../parts/toasts.tsx';
import { savePreset } from './preset-actions.ts';
import { type Preset, type PresetValues, withRest } from './preset-scope.ts';

interface SavePresetDialogProps {
  readonly presets: readonly Preset[];
  /** What this page sets. */
  readonly values: PresetValues;
  readonly scope: ReadonlySet<string>;
  /** Name that the field begins with. */
  readonly name: string;
  /** The values in words. */
  readonly words: readonly string[];
  readonly onClose: () => void;
}

/** Asks for a name, and whether a preset of that name is to be replaced. */
export function SavePresetDialog({
  presets,
  values,
  scope,
  words,
  onClose,
  ...start
}: SavePresetDialogProps) {
  const [name, setName] = useState(start.name);
  const [taken, setTaken] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const trimmed = name.trim().normalize('NFC');

  const save = async (): Promise<void> => {
    setError(null);
    const before = presets.find((preset) => preset.name === trimmed);
    try {
      const outcome = await savePreset(trimmed, withRest(values, before, scope), taken);
      if (outcome === 'exists') return setTaken(true);
      toastInfo(`Saved the preset ${trimmed}`);
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (trimmed !== '') void save();
  };

  return (
    <Modal opened onClose={onClose} title="Save as preset">
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          value={name}
          maxLength={200}
          autoComplete="off"
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setTaken(false);
          }}
        />
        <Text size="sm" c="dimmed" mt="sm">
          {words.length > 0 ? words.join(', ') : 'Everything at its default.'}
        </Text>
        {taken && (
          <Text size="sm" fw={600} c="yellow" mt="sm" role="alert">
            A preset of this name exists. Replace it?
          </Text>
        )}
        {error !== null && (
          <Group mt="sm" grow>
            <ErrorNotice error={error} />
          </Group>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={trimmed === ''}>
            {taken ? 'Replace' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
