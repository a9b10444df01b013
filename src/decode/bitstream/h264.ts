import { type H264Pps, type H264Sps, parseH264Pps, parseH264Sps } from './h264-parameter-sets.ts';
import { formOneFrame, type H264Slice, parseH264Slice } from './h264-slice.ts';
import { type NalLengthSize, nalLengthSize, splitNalUnits, unescapeNal } from './nal-units.ts';
import { ParameterSetLedger } from './parameter-sets.ts';
import { type PictureInfo, type PictureReader, UNKNOWN_PICTURE } from './picture.ts';
import * as sei from './sei.ts';

/** Longest parameter set taken, in bytes. */
const PARAMETER_SET_LIMIT = 4096;

/**
 * Reads H.264 packets, with NAL lengths (avcC extradata, ISO/IEC 14496-15 clause 5.3) or start codes.
 * Field order and slice rules follow ITU-T H.264; what is kept and reported was checked with FFmpeg 5.1.
 */
export class H264Reader implements PictureReader {
  private readonly spsById = new Map<number, H264Sps>();
  private readonly ppsById = new Map<number, H264Pps>();
  private readonly ledger = new ParameterSetLedger();
  private readonly lengthSize: NalLengthSize;
  private x264Build = Number.POSITIVE_INFINITY;
  private filmGrainSeen = false;
  private started = false;

  constructor(extradata: Uint8Array | null) {
    const avcc = extradata !== null && extradata[0] === 1 ? extradata : null;
    this.lengthSize = avcc === null ? 0 : nalLengthSize(avcc[4] ?? 3);
    const units = avcc === null ? splitNalUnits(extradata ?? new Uint8Array(), 0) : splitAvcc(avcc);
    for (const unit of units ?? []) this.takeParameterSet(unit, true);
  }

  read(packet: Uint8Array): PictureInfo {
    this.ledger.beginPacket();
    const units = splitNalUnits(packet, this.lengthSize);
    if (units === null) return UNKNOWN_PICTURE;
    const slices: (H264Slice | null)[] = [];
    let recoveryPoint = false;
    let certain = true;
    let x264InPacket = false;
    for (const unit of units) {
      const header = unit[0] ?? 0x80;
      const type = header & 31;
      if (type === 1 || type === 5) slices.push(parseH264Slice(unit, this.spsById, this.ppsById));
      else if (type === 7 || type === 8) certain = this.takeParameterSet(unit, false) && certain;
      else if (type === 6) {
        const messages = sei.readSeiMessages(unescapeNal(unit.subarray(1), sei.SEI_LIMIT));
        for (const message of messages ?? []) {
          if (message.type === sei.SEI_RECOVERY_POINT) recoveryPoint = true;
          if (message.type === sei.SEI_FILM_GRAIN) this.filmGrainSeen = true;
          if (message.type !== sei.SEI_USER_DATA_UNREGISTERED) continue;
          const build = sei.readX264Build(message.payload);
          if (build === null) continue;
          this.x264Build = build;
          x264InPacket = true;
        }
        // A damaged message may hide a recovery point.
        recoveryPoint ||= messages === null;
      }
      // Data partitions (2 to 4) are not decoded by FFmpeg; type 0 and the forbidden bit are damage.
      if (header > 127 || type === 0 || (type >= 2 && type <= 4)) certain = false;
    }
    const picture = certain ? agree(slices) : null;
    if (picture === null) return UNKNOWN_PICTURE;
    const { type, idr, reference, sps } = picture;
    this.started ||= idr;
    // Before the first IDR picture FFmpeg holds back what it can't be sure to have decoded well.
    if (!this.started) return UNKNOWN_PICTURE;
    return {
      type,
      randomAccess:
        idr &&
        sps.statesOutputOrder &&
        !this.filmGrainSeen &&
        (x264InPacket || !this.needsX264Build(sps)) &&
        this.ledger.isSelfContained(),
      // At a recovery point the decoder keeps pictures, but drops or reorders them on output: never a proof.
      keptByNokey: idr || (recoveryPoint && reference && type !== 'I'),
      shown: true,
    };
  }

  /** FFmpeg decodes streams of some old x264 builds differently, and learns the build only from the first packet. */
  private needsX264Build(sps: H264Sps): boolean {
    return this.x264Build < 34 || (this.x264Build < 151 && (sps.chromaFormat === 3 || sps.profile === 244));
  }

  private takeParameterSet(unit: Uint8Array, configured: boolean): boolean {
    const type = (unit[0] ?? 0) & 31;
    if (type !== 7 && type !== 8) return true;
    const rbsp = unescapeNal(unit.subarray(1), PARAMETER_SET_LIMIT);
    const sps = type === 7 ? parseH264Sps(rbsp) : null;
    const pps = type === 8 ? parseH264Pps(rbsp) : null;
    const id = sps?.id ?? pps?.id;
    if (id === undefined) return false;
    const key = `${type}:${id}`;
    if (configured) this.ledger.configure(key, unit);
    const changed = configured || this.ledger.observe(key, unit);
    if (sps !== null && changed) {
      // Picture parameter sets were read against the sequence parameter set that is now gone.
      if (this.spsById.has(sps.id)) {
        for (const [ppsId, known] of this.ppsById) if (known.spsId === sps.id) this.ppsById.delete(ppsId);
      }
      this.spsById.set(sps.id, sps);
    }
    if (pps !== null) this.ppsById.set(pps.id, pps);
    return true;
  }
}

/** FFmpeg takes the type of a frame's first slice; other versions took the last one's, so all must agree. */
function agree(slices: readonly (H264Slice | null)[]): H264Slice | null {
  const known = slices.filter((slice) => slice !== null);
  const first = known[0];
  if (first === undefined || known.length < slices.length || !formOneFrame(known)) return null;
  if (first.type === 'unknown' || known.some((slice) => slice.type !== first.type)) return null;
  // Only intra slices may stand in an IDR picture, and it is always a reference (clause 7.4.1.2.4).
  return first.idr && (first.type !== 'I' || !first.reference) ? null : first;
}

/** The parameter sets in AVCDecoderConfigurationRecord. */
function splitAvcc(avcc: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let at = 5;
  for (const mask of [31, 255]) {
    const count = (avcc[at] ?? 0) & mask;
    at += 1;
    for (let i = 0; i < count && at + 2 <= avcc.length; i += 1) {
      const size = (avcc[at] ?? 0) * 256 + (avcc[at + 1] ?? 0);
      units.push(avcc.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return units;
}
