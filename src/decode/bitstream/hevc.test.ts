import { describe, expect, it } from 'vitest';
import { BitWriter, escapeNal, joinNalUnits } from './bit-writer.test-support.ts';
import { createPictureReader, type PictureInfo } from './picture-info.ts';

const B = 0;
const P = 1;
const I = 2;
const [TRAIL_R, RASL_R, BLA, IDR, CRA] = [1, 9, 16, 19, 21];

function nal(type: number, body: Uint8Array, layer = 0): Uint8Array {
  return Uint8Array.of(type << 1, (layer << 3) | 1, ...escapeNal(body));
}

/** 128x96 in blocks of 16: 48 of them, 6 bits of address. */
const sps = nal(
  33,
  new BitWriter()
    .bits(0, 4 + 3 + 1)
    .bits(0, 96)
    .ue(0)
    .ue(1)
    .ue(128)
    .ue(96)
    .bits(0, 1)
    .ue(0)
    .ue(0)
    .ue(4)
    .bits(1, 1)
    .ue(4)
    .ue(2)
    .ue(0)
    .ue(0)
    .ue(1)
    .bytes(),
);
/** Dependent slices, pic_output_flag and two extra bits in slice headers. */
const pps = nal(34, new BitWriter().ue(0).ue(0).bits(1, 1).bits(1, 1).bits(2, 3).bytes());
const END = nal(36, new Uint8Array());

interface Slice {
  readonly address?: number;
  readonly dependent?: boolean;
  readonly output?: boolean;
  readonly drops?: boolean;
}

function slice(nalType: number, type: number, options: Slice = {}): Uint8Array {
  const { address = 0, dependent = false, output = true, drops = false } = options;
  const writer = new BitWriter().bits(address === 0 ? 1 : 0, 1);
  if (nalType >= 16) writer.bits(drops ? 1 : 0, 1);
  writer.ue(0);
  if (address > 0) writer.bits(dependent ? 1 : 0, 1).bits(address, 6);
  if (!dependent)
    writer
      .bits(3, 2)
      .ue(type)
      .bits(output ? 1 : 0, 1);
  return nal(nalType, writer.bytes(20));
}

function read(...packets: Uint8Array[][]): PictureInfo {
  const reader = createPictureReader('hevc', null);
  let info: PictureInfo | undefined;
  for (const units of packets) info = reader?.read(joinNalUnits(units, 0));
  if (info === undefined) throw new Error('nothing read');
  return info;
}

const first = [sps, pps, slice(IDR, I)];

describe('H.265 packets', () => {
  it('calls IDR, CRA and BLA clean, other I pictures not', () => {
    const clean = { type: 'I', randomAccess: true, keptByNokey: true, shown: true };
    expect(read(first)).toEqual(clean);
    expect(read(first, [sps, pps, slice(CRA, I)])).toEqual(clean);
    expect(read(first, [sps, pps, slice(BLA, I)])).toEqual(clean);
    const plain = { type: 'I', randomAccess: false, keptByNokey: false, shown: true };
    expect(read(first, [slice(TRAIL_R, I)])).toEqual(plain);
    expect(read(first, [slice(CRA, I)]).randomAccess).toBe(false);
  });

  it('gives the type on which the independent slices agree', () => {
    const dependent = slice(TRAIL_R, I, { address: 8, dependent: true });
    expect(read(first, [slice(TRAIL_R, B), dependent, slice(TRAIL_R, B, { address: 20 })]).type).toBe('B');
    expect(read(first, [slice(TRAIL_R, I), slice(TRAIL_R, P, { address: 20 })]).type).toBe('unknown');
    expect(read(first, [slice(TRAIL_R, P), slice(TRAIL_R, P)]).type).toBe('unknown');
    expect(read(first, [dependent]).type).toBe('unknown');
    expect(read(first, [slice(CRA, P)]).type).toBe('unknown');
  });

  it('knows which pictures are not shown', () => {
    const leading = [slice(RASL_R, B)];
    expect(read(first, [slice(CRA, I)], leading).shown).toBe(true);
    expect(read([sps, pps, slice(CRA, I)], leading).shown).toBe(false);
    expect(read(first, [slice(BLA, I)], leading).shown).toBe(false);
    expect(read(first, [slice(TRAIL_R, P, { output: false })]).shown).toBe(false);
  });

  it('leaves a start open that may swallow pictures before it', () => {
    expect(read(first, [slice(IDR, I, { drops: true })]).type).toBe('unknown');
    expect(read([...first, END], [slice(CRA, I)]).type).toBe('unknown');
    expect(read(first, [END, slice(CRA, I)]).type).toBe('unknown');
    expect(read([...first, END], [slice(IDR, I)]).type).toBe('I');
  });

  it('looks at the base layer only, and at no reserved type', () => {
    const layered = nal(TRAIL_R, new BitWriter().bits(1, 1).bytes(9), 1);
    expect(read(first, [slice(TRAIL_R, P), layered]).type).toBe('P');
    expect(read(first, [slice(22, I)]).type).toBe('unknown');
  });
});
