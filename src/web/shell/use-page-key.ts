import { useEffect, useEffectEvent } from 'react';
import { comboOf, isSingleKey } from '../keys/key-combo.ts';
import { keySettings } from '../keys/key-settings.ts';
import { isTextField } from '../keys/key-target.ts';
import type { PAGE_KEYS } from './page-keys.ts';

/**
 * Calls an action for a key of {@link PAGE_KEYS} while the component is there. Keys of one character are left to
 * text fields and dialogs, and to people who switched them off.
 */
export function usePageKey(combo: (typeof PAGE_KEYS)[number]['combo'], action: () => void): void {
  const latest = useEffectEvent(action);
  useEffect(() => {
    const single = isSingleKey(combo);
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || comboOf(event) !== combo) return;
      const { target } = event;
      if (target instanceof Element && target.closest('[role="dialog"]')) return;
      if (single && (!keySettings.value.singleKeys || (target instanceof Element && isTextField(target))))
        return;
      event.preventDefault();
      latest();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [combo]);
}
