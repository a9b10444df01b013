import { expandLuma } from './luma-range';

/** Bytes of one table of all byte pairs: 65536 u32. */
const PAIRS: usize = 1 << 18;

/** Bytes of the counting tables: two tables of byte pairs, one of 256 single bytes. */
export const HISTOGRAM_TABLE_BYTES: usize = 2 * PAIRS + 1024;

/**
 * Adds one row of bytes to the counting tables. Two pixels are counted by one increment; neighbouring pairs use
 * different tables, so that equal neighbours (flat pictures) wait less for each other's store.
 */
export function countRow(row: usize, width: usize, tables: usize): void {
  const end = row + width;
  const fast = row + (width & ~7);
  let p = row;
  for (; p < fast; p += 8) {
    bump(tables + (<usize>load<u16>(p) << 2));
    bump(tables + (<usize>load<u16>(p, 2) << 2) + PAIRS);
    bump(tables + (<usize>load<u16>(p, 4) << 2));
    bump(tables + (<usize>load<u16>(p, 6) << 2) + PAIRS);
  }
  for (; p < end; p++) bump(tables + (<usize>load<u8>(p) << 2) + 2 * PAIRS);
}

/** Adds the pixels of one row whose mask byte is above 128; returns how many there were. */
export function countMaskedRow(row: usize, mask: usize, width: usize, tables: usize): u32 {
  let inside: u32 = 0;
  let x: usize = 0;
  while (x < width) {
    if (x + 8 <= width) {
      const m = load<u64>(mask + x);
      if (m == 0) {
        x += 8;
        continue;
      }
      if (m == u64.MAX_VALUE) {
        countRow(row + x, 8, tables);
        inside += 8;
        x += 8;
        continue;
      }
    }
    if (<u32>load<u8>(mask + x) > 128) {
      bump(tables + (<usize>load<u8>(row + x) << 2) + 2 * PAIRS);
      inside++;
    }
    x++;
  }
  return inside;
}

/** Folds the tables into 256 u32 bins at `out`; with `limited`, luma Y' counts at its full-range value. */
export function foldTables(tables: usize, out: usize, limited: bool): void {
  const singles = tables + 2 * PAIRS;
  for (let second: usize = 0; second < 256; second++) {
    const n = foldSecond(tables + (second << 10), singles);
    store<u32>(singles + (second << 2), load<u32>(singles + (second << 2)) + n);
  }
  memory.fill(out, 0, 1024);
  for (let v: u32 = 0; v < 256; v++) {
    const bin = out + ((limited ? expandLuma(v) : v) << 2);
    store<u32>(bin, load<u32>(bin) + load<u32>(singles + (v << 2)));
  }
}

/** Adds the 256 pairs that share their second byte to the bins of their first; returns how many pairs there were. */
function foldSecond(pairs: usize, singles: usize): u32 {
  if (ASC_FEATURE_SIMD) {
    let total = i32x4.splat(0);
    for (let p: usize = 0; p < 1024; p += 16) {
      const n = i32x4.add(v128.load(pairs + p), v128.load(pairs + p + PAIRS));
      total = i32x4.add(total, n);
      v128.store(singles + p, i32x4.add(v128.load(singles + p), n));
    }
    return (
      i32x4.extract_lane(total, 0) +
      i32x4.extract_lane(total, 1) +
      i32x4.extract_lane(total, 2) +
      i32x4.extract_lane(total, 3)
    );
  } else {
    let total: u32 = 0;
    for (let p: usize = 0; p < 1024; p += 4) {
      const n = load<u32>(pairs + p) + load<u32>(pairs + p + PAIRS);
      total += n;
      store<u32>(singles + p, load<u32>(singles + p) + n);
    }
    return total;
  }
}

@inline
function bump(p: usize): void {
  store<u32>(p, load<u32>(p) + 1);
}
