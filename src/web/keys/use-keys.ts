import { useEffect, useRef } from 'react';
import { useObservable } from '../state/use-observable.ts';
import { ariaCombo, comboText } from './key-combo.ts';
import { type KeyHandlers, keyLayers } from './key-layers.ts';
import { keySettings, workingCombos } from './key-settings.ts';
import { KEY_TABLE, type KeyId, type KeyScope } from './key-table.ts';

let listening = 0;

function listen(): () => void {
  if (listening++ === 0) {
    window.addEventListener('keydown', keyLayers.keyDown);
    window.addEventListener('keyup', keyLayers.keyUp);
  }
  return () => {
    if (--listening > 0) return;
    window.removeEventListener('keydown', keyLayers.keyDown);
    window.removeEventListener('keyup', keyLayers.keyUp);
  };
}

/**
 * Opens a layer of keys as long as the component is there.
 * @param active whether it is open
 */
export function useKeys(scope: KeyScope, handlers: KeyHandlers, active = true): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!active) return undefined;
    const stop = listen();
    const close = keyLayers.open(scope, () => latest.current);
    return () => {
      close();
      stop();
    };
  }, [scope, active]);
}

/** How an action is named where its button stands. */
export interface KeyHint {
  /** The label of the table. */
  readonly label: string;
  /** The first combination that works, `Shift+E`; null when there is none. */
  readonly combo: string | null;
  /** For `aria-keyshortcuts`. */
  readonly aria: string | undefined;
}

/** Label and working keys of an action. */
export function useKeyHint(id: KeyId): KeyHint {
  const settings = useObservable(keySettings);
  const combos = workingCombos(id, settings);
  const label = KEY_TABLE.find((entry) => entry.id === id)?.label ?? '';
  const [first] = combos;
  return {
    label,
    combo: first === undefined ? null : comboText(first),
    aria: combos.length > 0 ? combos.map(ariaCombo).join(' ') : undefined,
  };
}
