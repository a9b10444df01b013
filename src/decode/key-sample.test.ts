import { describe, expect, it } from 'vitest';
import { countKeys } from './key-sample.ts';

describe('keyframes among the first packets', () => {
  it('are counted without the hidden ones', () => {
    expect(countKeys('K_\n__\n__\nK_\nKD\n_D\n')).toEqual({ packets: 4, keys: 2 });
    expect(countKeys('K_,\n__,H.26\n')).toEqual({ packets: 2, keys: 1 });
    expect(countKeys('K__\n___\n')).toEqual({ packets: 2, keys: 1 });
  });

  it('are unknown where nothing was read', () => {
    expect(countKeys('')).toBeNull();
    expect(countKeys('\n')).toBeNull();
  });
});
