import { isStills, type Probe, type Rational } from '../../../contract/probe.ts';
import { formatBytes, formatCount, formatDecimal, formatFps } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';

/** Something out of the ordinary about a video: a word, and what it means for the frames. */
export interface ProbeBadge {
  readonly label: string;
  readonly meaning: string;
}

const ratio = ({ num, den }: Rational) => num / den;

const HDR_NAMES = { pq: 'HDR PQ', hlg: 'HDR HLG' } as const;

/** What is out of the ordinary, the most telling first. */
export function probeBadges(probe: Probe): ProbeBadge[] {
  const badges: ProbeBadge[] = [];
  const add = (label: string, meaning: string): void => void badges.push({ label, meaning });
  if (probe.hdr) add(HDR_NAMES[probe.hdr], 'High dynamic range; pictures are tone-mapped to standard range.');
  if (probe.bit_depth > 8) add(`${probe.bit_depth} bit`, 'More than 8 bits a colour; PNG can keep them.');
  if (probe.variable_frame_rate) {
    add('VFR', 'Variable frame rate: frames are not evenly spaced. Times are exact all the same.');
  }
  if (probe.interlaced) add('Interlaced', 'Pictures are made of two fields and are deinterlaced.');
  if (probe.rotation !== 0)
    add(`Rotated ${probe.rotation}°`, 'The picture is turned the way a player shows it.');
  if (probe.flipped) add('Mirrored', 'The picture is mirrored the way a player shows it.');
  if (probe.pixel_aspect.num !== probe.pixel_aspect.den) {
    const shape = formatDecimal(ratio(probe.pixel_aspect), 3);
    add(`Pixels ${shape}:1`, 'Pixels are not square; the picture is stretched to its true shape.');
  }
  return badges;
}

/** One fact about a video. */
export interface ProbeFact {
  readonly label: string;
  readonly value: string;
}

/** FFmpeg has one name for a family of containers: the one that the file calls itself, where it is of the family. */
function containerName(family: string, fileName: string): string {
  const names = family.split(',');
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return (names.includes(ending) ? ending : (names[0] ?? family)).toUpperCase();
}

function stillFacts({ frame_count: count, width, height, codec }: Probe, bytes: number): ProbeFact[] {
  return [
    { label: 'Pictures', value: formatCount(count ?? 0) },
    { label: 'First', value: `${width} × ${height}, ${codec.toUpperCase()}` },
    { label: 'Files', value: formatBytes(bytes) },
  ];
}

/** The facts that every source has; what is not known is left out. */
export function probeFacts(probe: Probe, bytes: number, name: string): ProbeFact[] {
  if (isStills(probe)) return stillFacts(probe, bytes);
  const { duration, frame_rate: rate, width, height, codec, profile, container } = probe;
  return [
    ...(duration === null ? [] : [{ label: 'Length', value: formatDuration(duration) }]),
    { label: 'Picture', value: `${width} × ${height}` },
    ...(rate ? [{ label: 'Rate', value: rateText(rate) }] : []),
    { label: 'Codec', value: profile ? `${codec.toUpperCase()} ${profile}` : codec.toUpperCase() },
    { label: 'Pixels', value: `${probe.pixel_format}, ${probe.bit_depth} bit` },
    { label: 'File', value: `${formatBytes(bytes)}, ${containerName(container, name)}` },
  ];
}

/** `29.97 fps`; two decimals tell 29.97 from 30. */
function rateText(rate: Rational): string {
  const fps = ratio(rate);
  return fps < 1 ? formatFps(fps) : `${formatDecimal(fps, 2)}\u00a0fps`;
}
