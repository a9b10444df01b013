import { describe, expect, it } from 'vitest';
import { BitWriter, escapeNal, joinNalUnits } from './bit-writer.test-support.ts';
import { createPictureReader, type PictureInfo } from './picture-info.ts';

const P = 5;
const B = 6;
const I = 7;

function nal(header: number, body: Uint8Array): Uint8Array {
  return Uint8Array.of(header, ...escapeNal(body));
}

/** Main profile, 4 bits of frame_num, POC type 2: no reordering. */
function sps(options: { interlaced?: boolean; pocType?: number } = {}): Uint8Array {
  const writer = new BitWriter().bits(77, 8).bits(0, 8).bits(30, 8).ue(0).ue(0);
  if (options.pocType === 0) writer.ue(0).ue(0);
  else writer.ue(2);
  writer.ue(1).bits(0, 1).ue(7).ue(5);
  writer.bits(options.interlaced ? 0b00 : 0b1, options.interlaced ? 2 : 1);
  return nal(0x67, writer.bits(0b100, 3).bytes());
}

const pps = nal(0x68, new BitWriter().ue(0).ue(0).bits(0, 2).bytes());

function slice(header: number, firstMb: number, type: number, frameNum = 0, field?: 0 | 1): Uint8Array {
  const writer = new BitWriter().ue(firstMb).ue(type).ue(0).bits(frameNum, 4);
  if (field !== undefined) writer.bits(2 + field, 2);
  return nal(header, writer.bytes(20));
}

const IDR = 0x65;
const NON_IDR = 0x41;
const SEI = (type: number, payload: readonly number[]) =>
  nal(6, Uint8Array.of(type, payload.length, ...payload, 0x80));

function read(
  packets: readonly Uint8Array[][],
  lengthSize = 0,
  extradata: Uint8Array | null = null,
): PictureInfo {
  const reader = createPictureReader('h264', extradata);
  let info: PictureInfo | undefined;
  for (const units of packets) info = reader?.read(joinNalUnits(units, lengthSize));
  if (info === undefined) throw new Error('nothing read');
  return info;
}

function avcc(lengthSize: number): Uint8Array {
  const set = (unit: Uint8Array) => [unit.length >> 8, unit.length & 255, ...unit];
  return Uint8Array.of(1, 77, 0, 30, 0xfc | (lengthSize - 1), 0xe1, ...set(sps()), 1, ...set(pps));
}

describe('H.264 packets', () => {
  it.each([1, 2, 3, 4])('reads an IDR picture behind NAL lengths of %i bytes', (size) => {
    const clean = { type: 'I', randomAccess: true, keptByNokey: true, shown: true };
    expect(read([[slice(IDR, 0, I)]], size, avcc(size))).toEqual(clean);
  });

  it('gives the type on which all slices agree, and none when they differ', () => {
    const head = [sps(), pps, slice(IDR, 0, I)];
    expect(read([head, [slice(NON_IDR, 0, B, 1), slice(NON_IDR, 24, B, 1)]]).type).toBe('B');
    expect(read([head, [slice(NON_IDR, 0, I, 1), slice(NON_IDR, 24, P, 1)]]).type).toBe('unknown');
    expect(read([head, [slice(NON_IDR, 0, P, 1), slice(NON_IDR, 24, I, 1)]]).type).toBe('unknown');
    expect(read([head, [slice(NON_IDR, 0, 3, 1)]]).type).toBe('unknown');
  });

  it('takes an end of sequence of one byte behind a picture', () => {
    expect(read([[slice(IDR, 0, I), Uint8Array.of(10)]], 4, avcc(4)).type).toBe('I');
    expect(read([[Uint8Array.of(10), slice(IDR, 0, I)]], 4, avcc(4)).type).toBe('unknown');
  });

  it('leaves packets open that are not exactly one frame', () => {
    const head = [sps(), pps, slice(IDR, 0, I)];
    expect(read([head, [slice(NON_IDR, 24, P, 1)]]).type).toBe('unknown');
    expect(read([head, [slice(NON_IDR, 0, P, 1), slice(NON_IDR, 0, P, 1)]]).type).toBe('unknown');
    expect(read([head, [slice(NON_IDR, 0, P, 1), slice(NON_IDR, 24, P, 2)]]).type).toBe('unknown');
    expect(read([head, [slice(0x42, 0, P, 1), slice(NON_IDR, 24, P, 1)]]).type).toBe('unknown');
    expect(read([head, [slice(IDR, 0, P, 0)]]).type).toBe('unknown');
  });

  it('takes two fields for a frame only when both are there and agree', () => {
    const field = (top: 0 | 1, type: number, header = NON_IDR) => slice(header, 0, type, 0, top);
    const head = [sps({ interlaced: true }), pps];
    const pair = read([[...head, field(0, I, IDR), field(1, I)]]);
    expect(pair).toEqual({ type: 'I', randomAccess: true, keptByNokey: true, shown: true });
    expect(read([[...head, field(0, I, IDR), field(1, P)]]).type).toBe('unknown');
    expect(read([[...head, field(0, I, IDR)]]).type).toBe('unknown');
    expect(read([[...head, field(0, I, IDR), field(0, I)]]).type).toBe('unknown');
  });

  it('never lets a recovery point pass for a proof', () => {
    const head = [sps(), pps, slice(IDR, 0, I)];
    const recovery = SEI(6, [0x88]);
    const intra = read([head, [recovery, slice(NON_IDR, 0, I, 1)]]);
    expect(intra).toEqual({ type: 'I', randomAccess: false, keptByNokey: false, shown: true });
    expect(read([head, [recovery, slice(NON_IDR, 0, P, 1)]]).keptByNokey).toBe(true);
    expect(read([head, [slice(NON_IDR, 0, P, 1)]]).keptByNokey).toBe(false);
  });

  it('calls a start clean only when a decoder would know all it needs there', () => {
    const first = [sps(), pps, slice(IDR, 0, I)];
    expect(read([first, [slice(IDR, 0, I)]]).randomAccess).toBe(false);
    expect(read([first, first]).randomAccess).toBe(true);
    expect(read([[sps({ pocType: 0 }), pps, slice(IDR, 0, I)]])).toMatchObject({
      type: 'I',
      randomAccess: false,
    });
    const oldX264 = SEI(5, [...new Array(16).fill(1), ...new TextEncoder().encode('x264 - core 33 r1')]);
    expect(read([[...first.slice(0, 2), oldX264, slice(IDR, 0, I)]]).randomAccess).toBe(true);
    expect(read([[...first.slice(0, 2), oldX264, slice(IDR, 0, I)], first]).randomAccess).toBe(false);
    expect(read([[SEI(19, [0x80]), ...first]]).randomAccess).toBe(false);
  });

  it('says nothing before the first IDR picture: the decoder may hold those pictures back', () => {
    expect(read([[sps(), pps, SEI(6, [0x88]), slice(NON_IDR, 0, I)]]).type).toBe('unknown');
  });

  it('waits for the picture parameter set again when its sequence parameter set changes', () => {
    const first = [sps(), pps, slice(IDR, 0, I)];
    expect(read([first, [sps({ interlaced: true }), slice(IDR, 0, I)]]).type).toBe('unknown');
  });
});
