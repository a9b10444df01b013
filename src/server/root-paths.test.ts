import { describe, expect, it } from 'vitest';
import { isPlainPath, partsBelow, visibleWay } from './root-paths.ts';

describe('paths by their letters', () => {
  it.each([
    ['/a/b', true],
    ['/', true],
    ['/a/...', true],
    ['/a/..b/b..', true],
    ['a/b', false],
    ['', false],
    ['/a/../b', false],
    ['/a/./b', false],
    ['/a/..', false],
    ['/a\0b', false],
  ])('%j is plain: %s', (path, plain) => {
    expect(isPlainPath(path)).toBe(plain);
  });

  it('splits what lies below a folder', () => {
    expect(partsBelow('/a', '/a/b/c')).toEqual(['b', 'c']);
    expect(partsBelow('/a', '/a')).toEqual([]);
    expect(partsBelow('/a', '/a/..b')).toEqual(['..b']);
    expect(partsBelow('/', '/a')).toEqual(['a']);
    expect(partsBelow('/a', '/ab')).toBeNull();
    expect(partsBelow('/a/b', '/a')).toBeNull();
  });

  it('shows nothing behind a hidden name below the folder, whatever the folder is called', () => {
    expect(visibleWay('/a', '/a/.b/c')).toBeNull();
    expect(visibleWay('/a', '/a/b/.c')).toBeNull();
    expect(visibleWay('/a/.b', '/a/.b/c')).toEqual(['c']);
  });
});
