/** What of a keyboard event decides about its combination. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly getModifierState?: (name: string) => boolean;
}

const MODIFIERS = new Set([
  'Control',
  'Shift',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'Dead',
  'Process',
]);

const isLetter = (key: string): boolean => key.length === 1 && key.toLowerCase() !== key.toUpperCase();

/**
 * The combination of a key press: modifiers in the order Ctrl, Alt, Shift, then the key (`Ctrl+Shift+z`, `?`,
 * `Space`). Cmd counts as Ctrl. Shift is named only with letters and named keys: where `?` lies differs from
 * keyboard to keyboard. Caps Lock changes nothing, and AltGr is part of the character that it makes.
 * @returns null for a modifier alone
 */
export function comboOf(press: KeyPress): string | null {
  if (MODIFIERS.has(press.key)) return null;
  const typed = press.getModifierState?.('AltGraph') === true;
  const printable = press.key.length === 1 && press.key !== ' ';
  const key = press.key === ' ' ? 'Space' : isLetter(press.key) ? press.key.toLowerCase() : press.key;
  const parts: string[] = [];
  if (!typed && (press.ctrlKey || press.metaKey)) parts.push('Ctrl');
  if (!typed && press.altKey) parts.push('Alt');
  if (press.shiftKey && (!printable || isLetter(press.key))) parts.push('Shift');
  return [...parts, key].join('+');
}

/** Splits a combination; `+` itself may be the key. */
function partsOf(combo: string): string[] {
  return combo.split(/\+(?!$)/);
}

/**
 * Whether a combination is a single character (with or without Shift), as WCAG 2.1.4 means it: people who speak
 * to their computer type such characters by accident.
 */
export function isSingleKey(combo: string): boolean {
  const parts = partsOf(combo);
  const key = parts.at(-1) ?? '';
  return [...key].length === 1 && !parts.includes('Ctrl') && !parts.includes('Alt');
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  PageUp: 'Page up',
  PageDown: 'Page down',
};

/** The caps of a combination as they are shown: `Ctrl`, `Shift`, `Z`. */
export function keyCaps(combo: string): string[] {
  return partsOf(combo).map((part) => NAMES[part] ?? (isLetter(part) ? part.toUpperCase() : part));
}

/** A combination in words for a tooltip or `aria-keyshortcuts`-like places: `Ctrl+Shift+Z`. */
export function comboText(combo: string): string {
  return keyCaps(combo).join('+');
}

const ARIA_NAMES: Readonly<Record<string, string>> = { Ctrl: 'Control', '+': 'Plus' };

/** A combination in the notation of `aria-keyshortcuts`. */
export function ariaCombo(combo: string): string {
  return partsOf(combo)
    .map((part) => ARIA_NAMES[part] ?? part)
    .join('+');
}
