import {
  type Mpeg4Layer,
  type Mpeg4Unit,
  parseMpeg4Layer,
  parseMpeg4Vop,
  splitMpeg4,
} from './mpeg4-headers.ts';
import { ParameterSetLedger } from './parameter-sets.ts';
import { type PictureInfo, type PictureReader, type PictureType, UNKNOWN_PICTURE } from './picture.ts';

const CODING_TYPES: readonly PictureType[] = ['I', 'P', 'B', 'unknown'];

const VISUAL_OBJECT_SEQUENCE = 0xb0;

/** DivX writes "DivX503b1393p": a final p means that a packet can hold two pictures. */
const PACKED_MARK = /^DivX\d+(?:Build|b)\d+p/;

/**
 * Reads MPEG-4 part 2 packets (ISO/IEC 14496-2). Encoders sign themselves in user data and FFmpeg picks its
 * inverse transform and workarounds by that, so a start without it is not a clean one.
 */
export class Mpeg4Reader implements PictureReader {
  private readonly ledger = new ParameterSetLedger();
  private layer: Mpeg4Layer | null = null;
  private packed = false;
  private lostStart = false;
  /** Studio profiles (levels 0xe1 to 0xe8) have headers of their own. */
  private studio = false;
  /** Number of I and P pictures so far, up to 2: B pictures need two. */
  private anchors = 0;

  constructor(extradata: Uint8Array | null) {
    for (const unit of splitMpeg4(extradata ?? new Uint8Array())) this.takeHeader(unit, true);
  }

  read(packet: Uint8Array): PictureInfo {
    this.ledger.beginPacket();
    const vops: Mpeg4Unit[] = [];
    for (const unit of splitMpeg4(packet)) {
      if (unit.kind === 'vop') vops.push(unit);
      else this.takeHeader(unit, false);
    }
    const { layer } = this;
    const first = vops[0];
    if (vops.length > 1) this.packed = true;
    if (this.packed || this.studio || layer === null || !layer.plain || first === undefined)
      return UNKNOWN_PICTURE;
    const vop = parseMpeg4Vop(first.payload, layer);
    const type = vop === null ? undefined : CODING_TYPES[vop.type];
    // A picture that is not coded stands for a repeated or a packed one.
    if (vop === null || !vop.coded || type === undefined || type === 'unknown') return UNKNOWN_PICTURE;
    const anchorsBefore = this.anchors;
    if (type === 'I' || (type === 'P' && anchorsBefore > 0)) this.anchors = Math.min(anchorsBefore + 1, 2);
    // A stream that begins in the middle: what is shown depends on more decoder state than is followed here.
    if (type !== 'I' && anchorsBefore === 0) this.lostStart = true;
    if (type !== 'I' && anchorsBefore < 2 && this.lostStart) return UNKNOWN_PICTURE;
    return {
      type,
      randomAccess: type === 'I' && !layer.interlaced && this.ledger.isSelfContained(),
      keptByNokey: type === 'I',
      shown: type !== 'B' || anchorsBefore === 2,
    };
  }

  private takeHeader(unit: Mpeg4Unit, configured: boolean): void {
    const profile = unit.payload[0] ?? 0;
    if (unit.code === VISUAL_OBJECT_SEQUENCE && profile >= 0xe1 && profile <= 0xe8) this.studio = true;
    if (unit.kind !== 'layer' && unit.kind !== 'user-data') return;
    const text = String.fromCharCode(...unit.payload.subarray(0, 64));
    // One slot for each signature, so that an encoder's and a tool's remarks don't hide each other.
    const key = unit.kind === 'layer' ? 'layer' : `user-data:${text.slice(0, 4)}`;
    if (configured) this.ledger.configure(key, unit.payload);
    else this.ledger.observe(key, unit.payload);
    if (unit.kind === 'layer') this.layer = parseMpeg4Layer(unit.payload);
    else if (PACKED_MARK.test(text)) this.packed = true;
  }
}
