import { Button, FileButton, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { presetsQuery } from '../api/queries.ts';
import { toastError, toastInfo } from '../parts/toasts.tsx';
import { ManagePresetsDialog } from './manage-presets-dialog.tsx';
import { downloadPreset, savePreset } from './preset-actions.ts';
import { inScope, matchingPreset, type PresetValues } from './preset-scope.ts';
import { presetFromText } from './preset-text.ts';
import { SavePresetDialog } from './save-preset-dialog.tsx';

interface PresetMenuProps {
  /** What this page sets now: options that differ from the defaults, by camelCase name. */
  readonly values: PresetValues;
  /** Names of the options that this page sets; others in a preset are kept and not touched. */
  readonly scope: ReadonlySet<string>;
  /** The values in words, for the question under which name to save them. */
  readonly words: readonly string[];
  /** Takes exactly these values, all others of the scope at their defaults. */
  readonly onLoad: (values: PresetValues) => void;
}

/** Presets: load, save, export and import as JSON, delete, and everything back to the defaults. */
export function PresetMenu({ values, scope, words, onLoad }: PresetMenuProps) {
  const { data } = useQuery(presetsQuery);
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const openFile = useRef<() => void>(null);
  const forgetFile = useRef<() => void>(null);
  const presets = data?.presets ?? [];
  const isDefault = Object.keys(values).length === 0;
  const current = matchingPreset(presets, values, scope);
  const name = current?.name ?? (isDefault ? 'Default' : 'not saved');

  const importFile = async (file: File | null): Promise<void> => {
    if (!file) return;
    forgetFile.current?.(); // choosing the same file again is a choice too
    try {
      const preset = presetFromText(await file.text(), file.name);
      onLoad(inScope(preset.options, scope));
      const outcome = await savePreset(preset.name, preset.options, false);
      // One of that name stays as it is: what was read stands in the form and can be saved under another name.
      const kept = outcome === 'exists' ? ', but not saved: there is a preset of this name' : ' and saved';
      toastInfo(`The preset ${preset.name} is loaded${kept}.`);
    } catch (thrown) {
      toastError(thrown);
    }
  };

  return (
    <>
      <FileButton
        resetRef={forgetFile}
        accept="application/json,.json"
        onChange={(file) => void importFile(file)}
      >
        {({ onClick }) => {
          openFile.current = onClick;
          return null;
        }}
      </FileButton>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            Preset: {name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
          <Menu.Label>Load</Menu.Label>
          <Menu.Item
            onClick={() => onLoad({})}
            rightSection={isDefault && <IconCheck size={16} aria-label="in use" />}
          >
            Default
          </Menu.Item>
          {presets.map((preset) => (
            <Menu.Item
              key={preset.name}
              onClick={() => onLoad(inScope(preset.options, scope))}
              rightSection={preset === current && <IconCheck size={16} aria-label="in use" />}
            >
              {preset.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setDialog('save')}>Save as preset…</Menu.Item>
          <Menu.Item onClick={() => openFile.current?.()}>Import from a file…</Menu.Item>
          <Menu.Item onClick={() => downloadPreset(current?.name ?? 'Framesift preset', values)}>
            Export to a file
          </Menu.Item>
          <Menu.Item onClick={() => setDialog('manage')}>Delete or export presets…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'save' && (
        <SavePresetDialog
          presets={presets}
          values={values}
          scope={scope}
          name={current?.name ?? ''}
          words={words}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'manage' && data && <ManagePresetsDialog answer={data} onClose={() => setDialog(null)} />}
    </>
  );
}
