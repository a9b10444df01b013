import { type PictureInfo, type PictureReader, type PictureType, UNKNOWN_PICTURE } from './picture.ts';
import { parseVp9Frame, splitSuperframe } from './vp9-frame.ts';

/**
 * Reads VP9 packets. A packet can hold hidden frames, and can show one that came hidden earlier, so the
 * type of each of the eight reference slots is followed (VP9 bitstream specification 0.6, section 8.10).
 */
export class Vp9Reader implements PictureReader {
  private readonly slots: PictureType[] = Array.from({ length: 8 }, (): PictureType => 'unknown');

  private started = false;

  read(packet: Uint8Array): PictureInfo {
    const parts = splitSuperframe(packet) ?? [];
    const shownTypes: PictureType[] = [];
    let valid = parts.length > 0;
    let startsWithShownKey = false;
    for (const [index, part] of parts.entries()) {
      const frame = parseVp9Frame(part);
      if (frame === null) {
        valid = false;
        // Any slot may have been replaced.
        this.slots.fill('unknown');
      } else if (frame.kind === 'existing') {
        shownTypes.push(this.slots[frame.slot] ?? 'unknown');
      } else {
        this.started ||= frame.key;
        const type = frame.key || frame.intraOnly ? 'I' : 'P';
        for (let slot = 0; slot < 8; slot += 1) if ((frame.refresh >> slot) & 1) this.slots[slot] = type;
        if (frame.shown) shownTypes.push(type);
        if (index === 0 && frame.key && frame.shown) startsWithShownKey = true;
      }
    }
    const type = shownTypes[0];
    if (!valid || !this.started || shownTypes.length > 1 || type === 'unknown') return UNKNOWN_PICTURE;
    // A packet without a shown frame: its type is the one it would have, and plays no role.
    if (type === undefined) return { type: 'P', randomAccess: false, keptByNokey: false, shown: false };
    // FFmpeg 5.1's VP9 decoder ignores skip_frame: every shown frame is kept.
    return { type, randomAccess: startsWithShownKey && parts.length === 1, keptByNokey: true, shown: true };
  }
}
