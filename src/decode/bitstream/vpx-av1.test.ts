import { describe, expect, it } from 'vitest';
import { BitWriter } from './bit-writer.test-support.ts';
import { createPictureReader, type PictureInfo } from './picture-info.ts';

function readAll(codec: string, packets: ArrayLike<number>[]): PictureInfo[] {
  const reader = createPictureReader(codec, null);
  if (reader === null) throw new Error('not supported');
  return packets.map((packet) => reader.read(Uint8Array.from(packet)));
}

const UNKNOWN = { type: 'unknown', randomAccess: false, keptByNokey: false, shown: true };
const HIDDEN = { randomAccess: false, keptByNokey: false, shown: false };

describe('VP8 packets', () => {
  const frame = (inter: number, shown: number) => [
    inter | (shown << 4) | (2 << 5),
    0,
    0,
    0x9d,
    1,
    0x2a,
    1,
    0,
    1,
    0,
    5,
    5,
  ];

  it('reads the key bit and show_frame', () => {
    const [key, hidden, inter] = readAll('vp8', [frame(0, 1), frame(1, 0), frame(1, 1)]);
    expect(key).toEqual({ type: 'I', randomAccess: true, keptByNokey: true, shown: true });
    expect(hidden).toMatchObject({ type: 'P', ...HIDDEN });
    expect(inter).toMatchObject({ type: 'P', keptByNokey: false, shown: true });
  });

  it('leaves frames open that a decoder refuses', () => {
    expect(readAll('vp8', [frame(1, 1), [0x10], frame(0, 1).with(4, 9), frame(0, 1).slice(0, 11)])).toEqual(
      new Array(4).fill(UNKNOWN),
    );
  });
});

describe('VP9 packets', () => {
  const key = (shown: number) =>
    new BitWriter()
      .bits(2, 2)
      .bits(0, 2)
      .bits(0, 1)
      .bits(0, 1)
      .bits(shown, 1)
      .bits(0, 1)
      .bits(0x498342, 24)
      .bytes(4);
  const inter = (shown: number, refresh: number, intraOnly = 0) => {
    const writer = new BitWriter().bits(2, 2).bits(0, 2).bits(0, 1).bits(1, 1).bits(shown, 1).bits(0, 1);
    if (!shown) writer.bits(intraOnly, 1);
    writer.bits(0, 2);
    if (intraOnly) writer.bits(0x498342, 24);
    return writer.bits(refresh, 8).bytes(4);
  };
  const existing = (slot: number) => new BitWriter().bits(2, 2).bits(0, 2).bits(1, 1).bits(slot, 3).bytes();
  const superframe = (...frames: Uint8Array[]) => {
    const marker = 0xc0 | (frames.length - 1);
    return [...frames.flatMap((frame) => [...frame]), marker, ...frames.map((frame) => frame.length), marker];
  };

  it('shows hidden frames later, with the type they were coded with', () => {
    const packets = [
      key(1),
      superframe(inter(0, 4), inter(1, 1)),
      existing(2),
      inter(0, 8, 1),
      existing(3),
      existing(7),
    ];
    const infos = readAll('vp9', packets);
    expect(infos.map(({ type, shown }) => (shown ? type : 'hidden'))).toEqual([
      'I',
      'P',
      'P',
      'hidden',
      'I',
      'I',
    ]);
    expect(infos.map(({ randomAccess }) => randomAccess)).toEqual([true, false, false, false, false, false]);
  });

  it('leaves open what shows two frames, an empty slot, or is damaged', () => {
    expect(readAll('vp9', [existing(0), superframe(key(1), inter(1, 0)), [0], []])).toEqual(
      new Array(4).fill(UNKNOWN),
    );
    const damaged = superframe(key(1)).with(-2, 200);
    expect(readAll('vp9', [damaged, existing(0)])).toEqual([UNKNOWN, UNKNOWN]);
  });
});

describe('AV1 packets', () => {
  const obu = (type: number, payload: Uint8Array) => [(type << 3) | 2, payload.length, ...payload];
  /** No timing, one operating point, no frame ids, no order hint, tools chosen by the frames. */
  const sequence = (spatialLayers = 1) => {
    const idc = spatialLayers > 1 ? 0x301 : 0;
    const writer = new BitWriter().bits(0, 3).bits(0, 2).bits(0, 2).bits(0, 5).bits(idc, 12).bits(4, 5);
    writer.bits(6, 4).bits(6, 4).bits(127, 7).bits(95, 7).bits(0, 1).bits(0, 3);
    return obu(1, writer.bits(0, 4).bits(0, 1).bits(1, 1).bits(1, 1).bits(0, 16).bytes());
  };
  const still = obu(
    1,
    new BitWriter().bits(0, 3).bits(0b11, 2).bits(4, 5).bits(6, 4).bits(6, 4).bits(0, 30).bytes(),
  );
  const [KEY, INTER, INTRA] = [0, 1, 2];
  const frame = (type: number, shown: number, refresh = 0) => {
    const writer = new BitWriter().bits(0, 1).bits(type, 2).bits(shown, 1);
    if (!shown) writer.bits(1, 1);
    if (type !== KEY || !shown) writer.bits(0, 1);
    writer.bits(0, 2).bits(0, 1);
    if (type === INTER) writer.bits(0, 3);
    if (type !== KEY || !shown) writer.bits(refresh, 8);
    return obu(6, writer.bytes(6));
  };
  const existing = (slot: number) => obu(3, new BitWriter().bits(1, 1).bits(slot, 3).bytes());

  it('follows hidden frames to where they are shown', () => {
    const infos = readAll('av1', [
      [...sequence(), ...frame(KEY, 1)],
      [...frame(INTER, 0, 2), ...frame(INTER, 1)],
      existing(1),
      frame(INTRA, 1, 4),
      [...frame(KEY, 0, 8), ...frame(INTER, 1)],
      existing(3),
      existing(1),
      frame(KEY, 1),
    ]);
    expect(infos.map(({ type }) => type)).toEqual(['I', 'P', 'P', 'I', 'P', 'I', 'I', 'I']);
    expect(infos.map(({ randomAccess }) => randomAccess)).toEqual([true, ...new Array(7).fill(false)]);
    expect(infos[3]?.keptByNokey).toBe(false);
  });

  it('reads stills with a reduced header, and hides packets without a shown frame', () => {
    expect(readAll('av1', [[...still, ...obu(6, new Uint8Array(4))]])[0]).toMatchObject({
      type: 'I',
      randomAccess: true,
    });
    expect(readAll('av1', [[...sequence(), ...frame(KEY, 1)], frame(INTER, 0, 1)])[1]).toMatchObject(HIDDEN);
  });

  it('leaves layers, two shown frames and missing sequence headers open', () => {
    const packets = [
      frame(KEY, 1),
      [...sequence(2), ...frame(KEY, 1)],
      [...sequence(), ...frame(KEY, 1), ...frame(INTER, 1)],
    ];
    expect(readAll('av1', packets)).toEqual(new Array(3).fill(UNKNOWN));
    expect(readAll('av1', [[0x32, 200, 1], [0xff]])).toEqual([UNKNOWN, UNKNOWN]);
  });
});
