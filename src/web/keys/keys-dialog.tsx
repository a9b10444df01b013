import { ActionIcon, Button, Kbd, Modal, Switch, Text, Tooltip } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { useObservable } from '../state/use-observable.ts';
import { comboOf, comboText } from './key-combo.ts';
import { changeKeySettings, combosOf, conflictsOf, keySettings, workingCombos } from './key-settings.ts';
import { KEY_GROUPS, KEY_TABLE, type KeyId } from './key-table.ts';
import classes from './keys-dialog.module.css';

interface KeysDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What a pressed key does while one is chosen: becomes the key, unless it belongs to something else there. */
function useChoosing() {
  const settings = useObservable(keySettings);
  const [choosing, choose] = useState<KeyId | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const press = (event: React.KeyboardEvent): void => {
    if (!choosing) return;
    event.preventDefault();
    event.stopPropagation();
    const combo = comboOf(event.nativeEvent);
    if (combo === null) return;
    if (combo === 'Escape') {
      choose(null);
      setProblem(null);
      return;
    }
    const [other] = conflictsOf(choosing, combo, settings);
    if (other) {
      setProblem(`${comboText(combo)} is already “${other.label}”. Press another key, or Esc.`);
      return;
    }
    changeKeySettings({ ...settings, changed: { ...settings.changed, [choosing]: [combo] } });
    choose(null);
    setProblem(null);
  };
  const begin = (id: KeyId): void => {
    choose(id);
    setProblem(null);
  };
  return { settings, choosing, problem, press, begin };
}

/** Every key: what it does, whether it works, and the way to another one. */
export function KeysDialog({ opened, onClose }: KeysDialogProps) {
  const { settings, choosing, problem, press, begin } = useChoosing();
  const reset = (id: KeyId): void => {
    const { [id]: _, ...changed } = settings.changed;
    changeKeySettings({ ...settings, changed });
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size={920} closeOnEscape={choosing === null}>
      <div onKeyDownCapture={press}>
        <Text size="sm" c="dimmed" mb="md">
          P or Space pins, X rejects, U clears; the same key again takes a mark away. Press a key of the list
          to change it.
        </Text>
        <div className={classes.groups}>
          {KEY_GROUPS.map((group) => (
            <section key={group} aria-label={group} className={classes.group}>
              <h3>{group}</h3>
              {KEY_TABLE.filter((entry) => entry.group === group).map(({ id, label }) => {
                const combos = combosOf(id, settings);
                const works = workingCombos(id, settings);
                return (
                  <div key={id} className={classes.key} data-key={id}>
                    <span>{label}</span>
                    {settings.changed[id] && (
                      <Tooltip label="Back to the usual key">
                        <ActionIcon
                          size="sm"
                          variant="subtle"
                          color="gray"
                          aria-label={`Usual key of: ${label}`}
                          onClick={() => reset(id)}
                        >
                          <IconRestore size={14} aria-hidden />
                        </ActionIcon>
                      </Tooltip>
                    )}
                    <button
                      type="button"
                      className={classes.caps}
                      aria-label={`Change the key of: ${label}. Now ${combos.map(comboText).join(' or ')}`}
                      onClick={() => begin(id)}
                    >
                      {choosing === id
                        ? 'press a key'
                        : combos.map((combo) => (
                            <Kbd key={combo} size="xs" data-off={!works.includes(combo) || undefined}>
                              {comboText(combo)}
                            </Kbd>
                          ))}
                    </button>
                  </div>
                );
              })}
            </section>
          ))}
        </div>
        <p className={classes.problem} role="alert">
          {problem}
        </p>
        <div className={classes.foot}>
          <Switch
            label="Keys of one character"
            description="Off: only keys with Ctrl or a name work, for those who speak to the computer."
            checked={settings.singleKeys}
            onChange={({ currentTarget }) =>
              changeKeySettings({ ...settings, singleKeys: currentTarget.checked })
            }
          />
          <Button
            variant="default"
            size="xs"
            disabled={Object.keys(settings.changed).length === 0}
            onClick={() => changeKeySettings({ ...settings, changed: {} })}
          >
            All usual keys
          </Button>
        </div>
      </div>
    </Modal>
  );
}
