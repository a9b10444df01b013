import { BitReader } from './bit-reader.ts';
import { nextStartCode } from './nal-units.ts';
import { type PictureInfo, type PictureReader, type PictureType, UNKNOWN_PICTURE } from './picture.ts';

const PICTURE = 0x00;
const SEQUENCE = 0xb3;
const EXTENSION = 0xb5;
const GROUP = 0xb8;
const SEQUENCE_EXTENSION = 1;
const PICTURE_CODING_EXTENSION = 8;

/** picture_coding_type (ISO/IEC 13818-2 table 6-12); D pictures are not decoded by FFmpeg. */
const CODING_TYPES: readonly (PictureType | undefined)[] = [undefined, 'I', 'P', 'B'];

interface Headers {
  sequence: boolean;
  sequenceExtension: boolean;
  readonly types: (PictureType | undefined)[];
  /** picture_structure: 1 top field, 2 bottom field, 3 frame. */
  readonly structures: number[];
  readonly closedGop: boolean | undefined;
}

/** Reads MPEG-1 (ISO/IEC 11172-2) and MPEG-2 (ISO/IEC 13818-2) video packets, one frame or field pair each. */
export class Mpeg12Reader implements PictureReader {
  private readonly mpeg2: boolean;
  private closedGop = false;
  private lostStart = false;
  private sequenceSeen = false;
  /** Number of I and P pictures so far, up to 2: B pictures need two. */
  private anchors = 0;

  constructor(mpeg2: boolean) {
    this.mpeg2 = mpeg2;
  }

  read(packet: Uint8Array): PictureInfo {
    const headers = readHeaders(packet);
    this.closedGop = headers.closedGop ?? this.closedGop;
    const type = this.mpeg2 ? frameType(headers) : headers.types.length === 1 ? headers.types[0] : undefined;
    this.sequenceSeen ||= headers.sequence && (headers.sequenceExtension || !this.mpeg2);
    if (type === undefined || !this.sequenceSeen) return UNKNOWN_PICTURE;
    const anchorsBefore = this.anchors;
    if (type === 'I' || (type === 'P' && anchorsBefore > 0)) this.anchors = Math.min(anchorsBefore + 1, 2);
    // A stream that begins in the middle: what is shown depends on more decoder state than is followed here.
    if (type !== 'I' && anchorsBefore === 0) this.lostStart = true;
    if (type !== 'I' && anchorsBefore < 2 && this.lostStart) return UNKNOWN_PICTURE;
    return {
      type,
      randomAccess: type === 'I' && headers.sequence && (headers.sequenceExtension || !this.mpeg2),
      keptByNokey: type === 'I',
      // Leading pictures of an open group have lost their first reference, and the decoder leaves them out.
      shown: type !== 'B' || anchorsBefore === 2 || this.closedGop,
    };
  }
}

/** One frame picture, or a top and a bottom field of the same type. */
function frameType({ types, structures }: Headers): PictureType | undefined {
  const [first, second] = types;
  if (types.length !== structures.length) return undefined;
  if (types.length === 1) return structures[0] === 3 ? first : undefined;
  // FFmpeg reports the first field's type, but with nokey leaves a second field that is not I undecoded.
  const pair =
    types.length === 2 && structures[0] !== 3 && structures[1] !== 3 && structures[0] !== structures[1];
  return pair && first === second ? first : undefined;
}

function readHeaders(packet: Uint8Array): Headers {
  const types: (PictureType | undefined)[] = [];
  const structures: number[] = [];
  let sequence = false;
  let sequenceExtension = false;
  let closedGop: boolean | undefined;
  for (let at = nextStartCode(packet, 0); at >= 0; at = nextStartCode(packet, at + 3)) {
    const code = packet[at + 3];
    const bits = new BitReader(packet.subarray(at + 4, at + 12));
    if (code === PICTURE) {
      bits.skip(10);
      types.push(CODING_TYPES[bits.bits(3)]);
    } else if (code === SEQUENCE && types.length === 0) {
      sequence = true;
    } else if (code === GROUP && types.length === 0) {
      bits.skip(25);
      closedGop = bits.flag();
    } else if (code === EXTENSION) {
      const id = bits.bits(4);
      if (id === SEQUENCE_EXTENSION && types.length === 0) sequenceExtension = true;
      if (id === PICTURE_CODING_EXTENSION) {
        bits.skip(16 + 2);
        structures.push(bits.bits(2));
      }
    }
  }
  return { sequence, sequenceExtension, types, structures, closedGop };
}
