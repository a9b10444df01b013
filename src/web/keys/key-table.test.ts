import { describe, expect, it } from 'vitest';
import { comboOf } from './key-combo.ts';
import { actionOf, conflictsOf, DEFAULT_KEYS, parseKeySettings, workingCombos } from './key-settings.ts';
import { KEY_GROUPS, KEY_LAYERS, KEY_TABLE } from './key-table.ts';
import { isTextField, keepsKey } from './key-target.ts';

describe('the key table', () => {
  it('has one action a combination and layer', () => {
    for (const { id, keys } of KEY_TABLE) {
      for (const combo of keys) expect(conflictsOf(id, combo, DEFAULT_KEYS), `${id} ${combo}`).toEqual([]);
    }
  });

  it('leads to other shots in the gallery and on the large picture alone', () => {
    const idsOf = (combo: string) => KEY_LAYERS.map((layer) => actionOf(combo, layer, DEFAULT_KEYS)?.id);
    expect(idsOf('[')).toEqual(['shot-previous', 'shot-previous', undefined, undefined]);
    expect(idsOf(']')).toEqual(['shot-next', 'shot-next', undefined, undefined]);
  });

  it('names ids once and uses every group', () => {
    expect(new Set(KEY_TABLE.map(({ id }) => id)).size).toBe(KEY_TABLE.length);
    expect(new Set(KEY_TABLE.map(({ group }) => group))).toEqual(new Set(KEY_GROUPS));
  });

  it('writes combinations as a key press gives them', () => {
    for (const { keys } of KEY_TABLE) {
      for (const combo of keys) {
        const parts = combo.split(/\+(?!$)/);
        const key = parts.at(-1) ?? '';
        const shiftKey = parts.includes('Shift');
        const pressed = key === 'Space' ? ' ' : shiftKey && key.length === 1 ? key.toUpperCase() : key;
        const modifiers = { ctrlKey: parts.includes('Ctrl'), metaKey: false, altKey: false, shiftKey };
        expect(comboOf({ key: pressed, ...modifiers })).toBe(combo);
      }
    }
  });

  it('never takes Tab from the browser outside of Compare', () => {
    for (const layer of KEY_LAYERS) {
      expect(actionOf('Tab', layer, DEFAULT_KEYS)?.id).toBe(layer === 'compare' ? 'next-pane' : undefined);
    }
  });
});

describe('key settings', () => {
  it('switch single characters off and leave the rest', () => {
    const settings = { ...DEFAULT_KEYS, singleKeys: false };
    expect(workingCombos('pin', settings)).toEqual(['Space']);
    expect(actionOf('x', 'grid', settings)).toBeNull();
    expect(actionOf('Ctrl+z', 'grid', settings)?.id).toBe('undo');
  });

  it('put other keys in the place of those of the table', () => {
    const settings = { singleKeys: true, changed: { reject: ['r'] } };
    expect(actionOf('r', 'grid', settings)?.id).toBe('reject');
    expect(actionOf('x', 'grid', settings)).toBeNull();
    expect(conflictsOf('pin', 'r', settings).map(({ id }) => id)).toEqual(['reject']);
  });

  it('leave out what is stored wrongly', () => {
    expect(parseKeySettings('{')).toEqual(DEFAULT_KEYS);
    expect(
      parseKeySettings('{"singleKeys":false,"changed":{"pin":["q"],"nothing":["a"],"reject":7}}'),
    ).toEqual({
      singleKeys: false,
      changed: { pin: ['q'] },
    });
  });
});

describe('keepsKey', () => {
  const element = (tagName: string, attributes: Record<string, string> = {}, within = '') => ({
    tagName,
    getAttribute: (name: string) => attributes[name] ?? null,
    closest: (selector: string) => (within !== '' && selector.split(', ').includes(within) ? {} : null),
  });

  it('leaves every key to a text field and none to a switch', () => {
    expect(isTextField(element('INPUT'))).toBe(true);
    expect(isTextField(element('INPUT', { type: 'checkbox' }))).toBe(false);
    expect(keepsKey(element('TEXTAREA'), 'p')).toBe(true);
  });

  it('lets Space press a focused button and P mark all the same', () => {
    expect(keepsKey(element('BUTTON', {}, 'button'), 'Space')).toBe(true);
    expect(keepsKey(element('BUTTON', {}, 'button'), 'p')).toBe(false);
  });

  it('leaves arrows to a slider and everything to a dialog', () => {
    expect(keepsKey(element('DIV', {}, '[role="slider"]'), 'ArrowLeft')).toBe(true);
    expect(keepsKey(element('DIV', {}, '[role="slider"]'), 'x')).toBe(false);
    expect(keepsKey(element('DIV', {}, '[role="dialog"]'), 'x')).toBe(true);
  });
});
