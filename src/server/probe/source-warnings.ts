import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { missingEnd } from '../../decode/analyze-stream.ts';
import type { StreamMap } from '../../decode/stream-map.ts';
import type { LookedAt } from '../../run/prepare-run.ts';

const HDR_NAMES = { pq: 'PQ', hlg: 'HLG' } as const;

/**
 * What is out of the ordinary about a source and what will be done about it, in words.
 * @param map index of the stream, null while it is not read
 */
export function sourceWarnings(
  { video, chain }: LookedAt,
  options: AnalyzeOptions,
  map: StreamMap | null,
): string[] {
  const { probe } = video;
  const warnings: string[] = [];
  const mapped = chain.filters.some((filter) => filter.includes('tonemap'));
  if (probe.hdr !== null && mapped) {
    warnings.push(`HDR (${HDR_NAMES[probe.hdr]}): pictures are tone-mapped to standard colours`);
  }
  warnings.push(...chain.warnings);
  if (probe.interlaced) {
    const done = chain.temporal ? 'they are deinterlaced' : 'moving edges stay combed';
    warnings.push(`Pictures are made of two fields (interlaced): ${done}`);
  }
  if (probe.rotation !== 0 || probe.flipped) {
    const turned = probe.rotation === 0 ? '' : `turned by ${probe.rotation} degrees`;
    const mirrored = probe.flipped ? 'mirrored' : '';
    warnings.push(`Pictures are ${[turned, mirrored].filter(Boolean).join(' and ')} to stand upright`);
  }
  const { num, den } = probe.pixel_aspect;
  if (num !== den && !options.keepPixelAspect) {
    warnings.push(`Pixels are not square: pictures are stretched to ${probe.width} x ${probe.height}`);
  }
  if (probe.variable_frame_rate) warnings.push('The frame rate varies: frames are not evenly spaced');
  if (probe.duration === null && map === null) warnings.push('The file does not say how long it is');
  if (map?.origin === 'decoded') {
    warnings.push('The packets lack time stamps, so the frames were counted by decoding');
  }
  const cut = map === null ? null : missingEnd(video, map.index);
  if (cut !== null) warnings.push(cut.charAt(0).toUpperCase() + cut.slice(1));
  return warnings;
}
