import { describe, expect, it } from 'vitest';
import { ariaCombo, comboOf, isSingleKey, type KeyPress, keyCaps } from './key-combo.ts';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe('comboOf', () => {
  it('names letters in lower case, with Shift only where it is held', () => {
    expect(comboOf(press('p'))).toBe('p');
    expect(comboOf(press('E', { shiftKey: true }))).toBe('Shift+e');
    // Caps Lock gives the capital without Shift.
    expect(comboOf(press('P'))).toBe('p');
  });

  it('leaves Shift out of characters that need it on some keyboards', () => {
    expect(comboOf(press('?', { shiftKey: true }))).toBe('?');
    expect(comboOf(press('/', { shiftKey: true }))).toBe('/');
    expect(comboOf(press('+', { shiftKey: true }))).toBe('+');
  });

  it('takes Cmd for Ctrl and orders modifiers', () => {
    expect(comboOf(press('Z', { metaKey: true, shiftKey: true }))).toBe('Ctrl+Shift+z');
    expect(comboOf(press('ArrowLeft', { shiftKey: true }))).toBe('Shift+ArrowLeft');
    expect(comboOf(press(' '))).toBe('Space');
  });

  it('knows AltGr as part of the character', () => {
    const altGraph = (name: string) => name === 'AltGraph';
    expect(comboOf(press('\\', { ctrlKey: true, altKey: true, getModifierState: altGraph }))).toBe('\\');
  });

  it('is nothing for a modifier alone', () => {
    expect(comboOf(press('Shift', { shiftKey: true }))).toBeNull();
  });
});

it('single keys are characters, with or without Shift', () => {
  expect(['p', 'Shift+e', '?', '+', '-'].every(isSingleKey)).toBe(true);
  expect(['Space', 'Enter', 'Ctrl+z', 'ArrowLeft', 'Ctrl+Shift+z'].some(isSingleKey)).toBe(false);
});

it('shows caps as they stand on keyboards', () => {
  expect(keyCaps('Ctrl+Shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keyCaps('+')).toEqual(['+']);
  expect(keyCaps('Shift+ArrowLeft')).toEqual(['Shift', '←']);
  expect(ariaCombo('Ctrl+y')).toBe('Control+y');
});
