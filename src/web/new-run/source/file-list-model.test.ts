import { describe, expect, it } from 'vitest';
import { type FileEntry, movedLine, visibleEntries } from './file-list-model.ts';

const entry = (name: string, kind: FileEntry['kind'], size: number | null, day: number): FileEntry => ({
  name,
  path: `/v/${name}`,
  kind,
  size,
  modified_at: `2026-01-0${day}T00:00:00Z`,
});

const ENTRIES = [
  entry('Old', 'folder', null, 1),
  entry('a.mp4', 'video', 10, 3),
  entry('notes.txt', 'file', 99, 4),
  entry('Übung.mkv', 'video', 20, 2),
];
const VIEW = { filter: '', order: 'name', everything: false } as const;
const names = (view: Partial<Parameters<typeof visibleEntries>[1]>) =>
  visibleEntries(ENTRIES, { ...VIEW, ...view }).map(({ name }) => name);

describe('visibleEntries', () => {
  it('shows folders and videos, and the rest when asked to', () => {
    expect(names({})).toEqual(['Old', 'a.mp4', 'Übung.mkv']);
    expect(names({ everything: true })).toContain('notes.txt');
  });

  it('filters without case and accents', () => {
    expect(names({ filter: 'ubung' })).toEqual(['Übung.mkv']);
    expect(names({ filter: 'OLD' })).toEqual(['Old']);
    expect(names({ filter: 'nothing' })).toEqual([]);
  });

  it('keeps folders first in every order', () => {
    expect(names({ order: 'newest' })).toEqual(['Old', 'a.mp4', 'Übung.mkv']);
    expect(names({ order: 'largest' })).toEqual(['Old', 'Übung.mkv', 'a.mp4']);
  });
});

describe('movedLine', () => {
  it('stays within the list', () => {
    expect(movedLine('ArrowDown', 2, 3, 10)).toBe(2);
    expect(movedLine('ArrowUp', 0, 3, 10)).toBe(0);
    expect(movedLine('PageDown', 5, 100, 10)).toBe(15);
    expect(movedLine('PageUp', 5, 100, 10)).toBe(0);
    expect(movedLine('ArrowDown', 0, 0, 10)).toBe(0);
    expect(movedLine('a', 0, 3, 10)).toBeNull();
  });
});
