import { describe, expect, it } from 'vitest';
import { BitWriter } from './bit-writer.test-support.ts';
import { createPictureReader, type PictureInfo } from './picture-info.ts';

function unit(code: number, body: Uint8Array): number[] {
  return [0, 0, 1, code, ...body];
}

function readAll(codec: string, packets: number[][], extradata: number[] | null = null): PictureInfo[] {
  const reader = createPictureReader(codec, extradata && Uint8Array.from(extradata));
  if (reader === null) throw new Error('not supported');
  return packets.map((packet) => reader.read(Uint8Array.from(packet)));
}

describe('MPEG-2 packets', () => {
  const sequence = [
    ...unit(0xb3, Uint8Array.of(8, 0, 96, 0x13, 255, 255, 224, 0)),
    ...unit(0xb5, Uint8Array.of(0x14, 8, 0, 1, 0, 0)),
  ];
  const group = (closed: boolean) =>
    unit(
      0xb8,
      new BitWriter()
        .bits(0, 25)
        .bits(closed ? 2 : 0, 2)
        .bytes(),
    );
  const picture = (type: number, structure = 3) => [
    ...unit(0x00, new BitWriter().bits(5, 10).bits(type, 3).bits(9, 16).bytes()),
    ...unit(
      0xb5,
      new BitWriter().bits(8, 4).bits(0xffff, 16).bits(0, 2).bits(structure, 2).bits(0, 8).bytes(),
    ),
    ...unit(0x01, Uint8Array.of(9, 9, 9)),
  ];

  it('calls an I picture clean when its sequence header stands before it', () => {
    const clean = { type: 'I', randomAccess: true, keptByNokey: true, shown: true };
    const [first, second] = readAll('mpeg2video', [[...sequence, ...picture(1)], picture(1)]);
    expect(first).toEqual(clean);
    expect(second).toEqual({ ...clean, randomAccess: false });
  });

  it('pairs fields only when both are of one type', () => {
    const type = (packet: number[]) => readAll('mpeg2video', [[...sequence, ...picture(1)], packet])[1]?.type;
    expect(type([...picture(1, 1), ...picture(1, 2)])).toBe('I');
    expect(type([...picture(1, 1), ...picture(2, 2)])).toBe('unknown');
    expect(type(picture(1, 1))).toBe('unknown');
    expect(type([...picture(2), ...picture(2)])).toBe('unknown');
    expect(type(picture(4))).toBe('unknown');
  });

  it('hides the leading B pictures of an open first group', () => {
    const shown = (closed: boolean) =>
      readAll('mpeg2video', [
        [...sequence, ...group(closed), ...picture(1)],
        picture(3),
        picture(2),
        picture(3),
      ]);
    expect(shown(false).map((info) => info.shown)).toEqual([true, false, true, true]);
    expect(shown(true).map((info) => info.shown)).toEqual([true, true, true, true]);
  });
});

describe('MPEG-4 packets', () => {
  /** Rectangular, 25 ticks a second: 5 bits of time. */
  const layer = (interlaced = 0, sprite = 0) =>
    unit(
      0x20,
      new BitWriter()
        .bits(1, 9)
        .bits(0, 1)
        .bits(1, 4)
        .bits(0, 1)
        .bits(0, 2)
        .bits(1, 1)
        .bits(25, 16)
        .bits(1, 1)
        .bits(0, 1)
        .bits(1, 1)
        .bits(128, 13)
        .bits(1, 1)
        .bits(96, 13)
        .bits(1, 1)
        .bits(interlaced, 1)
        .bits(1, 1)
        .bits(sprite, 1)
        .bytes(),
    );
  const vop = (type: number, coded = 1) =>
    unit(0xb6, new BitWriter().bits(type, 2).bits(0b101, 3).bits(3, 5).bits(1, 1).bits(coded, 1).bytes(9));
  const signature = (text: string) => unit(0xb2, new TextEncoder().encode(text));

  it('reads types, with headers in extradata or in the packet', () => {
    const types = readAll('mpeg4', [vop(0), vop(1), vop(2), vop(3), vop(1, 0)], layer()).map(
      ({ type }) => type,
    );
    expect(types).toEqual(['I', 'P', 'B', 'unknown', 'unknown']);
    expect(readAll('mpeg4', [vop(0)], layer())[0]?.randomAccess).toBe(true);
    expect(readAll('mpeg4', [[...layer(), ...vop(0)], vop(0)]).map((info) => info.randomAccess)).toEqual([
      true,
      false,
    ]);
    expect(readAll('mpeg4', [vop(0)])[0]?.type).toBe('unknown');
  });

  it('is not clean without the signature of the encoder, or when interlaced', () => {
    const lavc = [...signature('Lavc59.37.100'), ...vop(0)];
    expect(readAll('mpeg4', [lavc, vop(0), lavc], layer()).map((info) => info.randomAccess)).toEqual([
      true,
      false,
      true,
    ]);
    expect(readAll('mpeg4', [vop(0)], layer(1))[0]).toMatchObject({ type: 'I', randomAccess: false });
  });

  it('leaves packed streams, sprites and studio profiles to the decoder', () => {
    const types = (packets: number[][], extradata: number[]) =>
      readAll('mpeg4', packets, extradata).map(({ type }) => type);
    expect(types([vop(0), [...vop(1), ...vop(2)], vop(0)], layer())).toEqual(['I', 'unknown', 'unknown']);
    expect(types([vop(0)], [...layer(), ...signature('DivX503b1393p')])).toEqual(['unknown']);
    expect(types([vop(0)], [...layer(), ...signature('DivX503b1393')])).toEqual(['I']);
    expect(types([vop(0)], layer(0, 1))).toEqual(['unknown']);
    expect(types([vop(0)], [...unit(0xb0, Uint8Array.of(0xe1)), ...layer()])).toEqual(['unknown']);
  });
});
