import { type HevcPps, type HevcSps, parseHevcPps, parseHevcSps } from './hevc-parameter-sets.ts';
import { agreedType, type HevcSlice, isIrap, parseHevcSlice } from './hevc-slice.ts';
import { type NalLengthSize, nalLengthSize, splitNalUnits, unescapeNal } from './nal-units.ts';
import { ParameterSetLedger } from './parameter-sets.ts';
import { type PictureInfo, type PictureReader, UNKNOWN_PICTURE } from './picture.ts';
import { readSeiMessages, SEI_FILM_GRAIN, SEI_LIMIT } from './sei.ts';

const CRA = 21;
const PARAMETER_SET_LIMIT = 4096;

/**
 * Reads H.265 packets, with NAL lengths (hvcC extradata, ISO/IEC 14496-15 clause 8.3) or start codes.
 * Leading pictures follow ITU-T H.265 clause 8.3.1; what is kept and reported was checked with FFmpeg 5.1.
 */
export class HevcReader implements PictureReader {
  private readonly spsById = new Map<number, HevcSps>();
  private readonly ppsById = new Map<number, HevcPps>();
  private readonly ledger = new ParameterSetLedger();
  private readonly lengthSize: NalLengthSize;
  private filmGrainSeen = false;
  /** No IRAP picture has come since the stream's start or an end of sequence. */
  private sequenceEnded = true;
  private pictureSeen = false;
  /** RASL pictures refer to something the decoder has not got (clause 8.1.3, NoRaslOutputFlag). */
  private skipsRasl = true;

  constructor(extradata: Uint8Array | null) {
    const hvcc =
      extradata !== null && ((extradata[0] ?? 0) > 0 || (extradata[2] ?? 0) > 1) ? extradata : null;
    this.lengthSize = hvcc === null ? 0 : nalLengthSize(hvcc[21] ?? 3);
    const units = hvcc === null ? splitNalUnits(extradata ?? new Uint8Array(), 0) : splitHvcc(hvcc);
    for (const unit of units ?? []) this.takeParameterSet(unit, true);
  }

  read(packet: Uint8Array): PictureInfo {
    this.ledger.beginPacket();
    const units = splitNalUnits(packet, this.lengthSize);
    if (units === null) return UNKNOWN_PICTURE;
    const slices: HevcSlice[] = [];
    let certain = true;
    let endsSequence = false;
    for (const unit of units) {
      const nalType = ((unit[0] ?? 0) >> 1) & 63;
      const layer = ((unit[0] ?? 0) & 1) * 32 + ((unit[1] ?? 0) >> 3);
      if ((unit[0] ?? 0) > 127 || unit.length < 2 || ((unit[1] ?? 0) & 7) === 0) certain = false;
      if (layer > 0) continue;
      if (nalType < 32) {
        const slice = parseHevcSlice(unit, this.spsById, this.ppsById);
        // 10 to 15 and 22 to 31 are reserved.
        if (slice === null || (nalType > 9 && !isIrap(nalType))) certain = false;
        else slices.push(slice);
      } else if (nalType <= 34) {
        certain = this.takeParameterSet(unit, false) && certain;
      } else if (nalType === 39 || nalType === 40) {
        const messages = readSeiMessages(unescapeNal(unit.subarray(2), SEI_LIMIT));
        this.filmGrainSeen ||= messages === null || messages.some(({ type }) => type === SEI_FILM_GRAIN);
      } else if (nalType === 36 || nalType === 37) {
        if (slices.length > 0) endsSequence = true;
        else this.sequenceEnded = true;
      }
    }
    const info = certain ? this.describe(slices) : UNKNOWN_PICTURE;
    if (slices.some(({ nalType }) => isIrap(nalType))) this.sequenceEnded = false;
    if (endsSequence) this.sequenceEnded = true;
    this.pictureSeen ||= slices.length > 0;
    return info;
  }

  private describe(slices: readonly HevcSlice[]): PictureInfo {
    const first = slices[0];
    if (first === undefined) return UNKNOWN_PICTURE;
    const irap = isIrap(first.nalType);
    // What a decoder puts out between a lost start and the first IRAP picture is open.
    if (!irap && this.sequenceEnded && first.nalType !== 8 && first.nalType !== 9) return UNKNOWN_PICTURE;
    const startsSequence = irap && (first.nalType !== CRA || this.sequenceEnded);
    if (irap) this.skipsRasl = first.nalType <= 18 || (first.nalType === CRA && this.sequenceEnded);
    // Pictures in front of this one may never come out: FFmpeg acts on the flag, and sets it at such a CRA itself.
    const drops = first.dropsPrior || (first.nalType === CRA && this.sequenceEnded);
    if (startsSequence && drops && this.pictureSeen) return UNKNOWN_PICTURE;
    const type = agreedType(slices);
    if (type === 'unknown') return UNKNOWN_PICTURE;
    const rasl = first.nalType === 8 || first.nalType === 9;
    return {
      type,
      // Pictures that follow an IRAP in output order never refer to anything before it (clause 3.69).
      randomAccess: irap && first.output && !this.filmGrainSeen && this.ledger.isSelfContained(),
      keptByNokey: irap && first.output,
      shown: first.output && !(rasl && this.skipsRasl),
    };
  }

  private takeParameterSet(unit: Uint8Array, configured: boolean): boolean {
    const type = ((unit[0] ?? 0) >> 1) & 63;
    if (type < 32 || type > 34) return true;
    const rbsp = unescapeNal(unit.subarray(2), PARAMETER_SET_LIMIT);
    const sps = type === 33 ? parseHevcSps(rbsp) : null;
    const pps = type === 34 ? parseHevcPps(rbsp) : null;
    const id = type === 32 ? (rbsp[0] ?? 0) >> 4 : (sps?.id ?? pps?.id);
    if (id === undefined) return false;
    const key = `${type}:${id}`;
    if (configured) this.ledger.configure(key, unit);
    const changed = configured || this.ledger.observe(key, unit);
    if (sps !== null && changed) {
      // A changed sequence parameter set takes its picture parameter sets with it.
      if (this.spsById.has(sps.id)) {
        for (const [ppsId, known] of this.ppsById) if (known.spsId === sps.id) this.ppsById.delete(ppsId);
      }
      this.spsById.set(sps.id, sps);
    }
    if (pps !== null) this.ppsById.set(pps.id, pps);
    return true;
  }
}

/** The NAL units in HEVCDecoderConfigurationRecord. */
function splitHvcc(hvcc: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  const arrays = hvcc[22] ?? 0;
  let at = 23;
  for (let array = 0; array < arrays && at + 3 <= hvcc.length; array += 1) {
    const count = (hvcc[at + 1] ?? 0) * 256 + (hvcc[at + 2] ?? 0);
    at += 3;
    for (let i = 0; i < count && at + 2 <= hvcc.length; i += 1) {
      const size = (hvcc[at] ?? 0) * 256 + (hvcc[at + 1] ?? 0);
      units.push(hvcc.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return units;
}
