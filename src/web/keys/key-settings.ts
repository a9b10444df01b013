import { Observable } from '../state/observable.ts';
import { isSingleKey } from './key-combo.ts';
import { KEY_TABLE, type KeyEntry, type KeyId, type KeyScope } from './key-table.ts';

/** What a person changed about the keys. */
export interface KeySettings {
  /** Whether keys that are one character work. */
  readonly singleKeys: boolean;
  /** Other combinations than those of the table, by id; an empty list switches the key off. */
  readonly changed: Readonly<Partial<Record<KeyId, readonly string[]>>>;
}

/** Keys as they come. */
export const DEFAULT_KEYS: KeySettings = { singleKeys: true, changed: {} };

const IDS = new Set<string>(KEY_TABLE.map(({ id }) => id));

/** The settings that were stored; whatever is not understood is left out. */
export function parseKeySettings(text: string | null): KeySettings {
  if (text === null) return DEFAULT_KEYS;
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== 'object' || stored === null) return DEFAULT_KEYS;
    const { singleKeys, changed } = stored as { singleKeys?: unknown; changed?: unknown };
    const entries = Object.entries(typeof changed === 'object' && changed !== null ? changed : {}).filter(
      ([id, keys]) => IDS.has(id) && Array.isArray(keys) && keys.every((key) => typeof key === 'string'),
    );
    return { singleKeys: singleKeys !== false, changed: Object.fromEntries(entries) };
  } catch {
    return DEFAULT_KEYS;
  }
}

/** The combinations of an action under some settings, those that are switched off included. */
export function combosOf(id: KeyId, settings: KeySettings): readonly string[] {
  return settings.changed[id] ?? KEY_TABLE.find((entry) => entry.id === id)?.keys ?? [];
}

/** The combinations of an action that work. */
export function workingCombos(id: KeyId, settings: KeySettings): readonly string[] {
  const combos = combosOf(id, settings);
  return settings.singleKeys ? combos : combos.filter((combo) => !isSingleKey(combo));
}

/** The action that a combination calls while a layer is on top. */
export function actionOf(combo: string, layer: KeyScope, settings: KeySettings): KeyEntry | null {
  const entry = KEY_TABLE.find(
    (candidate: KeyEntry & { id: KeyId }) =>
      (candidate.scopes.includes(layer) || candidate.scopes.includes('page')) &&
      workingCombos(candidate.id, settings).includes(combo),
  );
  return entry ?? null;
}

/** The other actions that a combination would call in one of the places where an action works. */
export function conflictsOf(id: KeyId, combo: string, settings: KeySettings): KeyEntry[] {
  const own: KeyEntry | undefined = KEY_TABLE.find((entry) => entry.id === id);
  const scopes = own?.scopes ?? [];
  const meets = (other: KeyEntry): boolean =>
    scopes.includes('page') ||
    other.scopes.includes('page') ||
    other.scopes.some((scope) => scopes.includes(scope));
  return KEY_TABLE.filter(
    (other) => other.id !== id && meets(other) && combosOf(other.id, settings).includes(combo),
  );
}

const STORED_AT = 'framesift.keys';

function stored(): KeySettings {
  return parseKeySettings(globalThis.localStorage?.getItem(STORED_AT) ?? null);
}

/** The settings of this browser; setting them stores them. */
export const keySettings = new Observable<KeySettings>(stored());

/** Changes the settings and stores them for the next visit. */
export function changeKeySettings(settings: KeySettings): void {
  keySettings.value = settings;
  globalThis.localStorage?.setItem(STORED_AT, JSON.stringify(settings));
}
