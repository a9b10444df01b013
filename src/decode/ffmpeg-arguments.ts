import type { Rational } from '../contract/probe.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';

/** One call of ffmpeg that turns a stretch of a stream into raw pictures on its standard output. */
export interface DecodeCall {
  readonly file: string;
  readonly streamIndex: number;
  /** Position to seek to, in seconds from the file's start; null = decode from the beginning. */
  readonly seek: number | null;
  /** Decode key packets only. */
  readonly keyOnly: boolean;
  readonly hwaccel: string;
  /** Decoder threads; 0 lets FFmpeg choose. */
  readonly threads: number;
  /** pts at which the stretch ends (exclusive), null = end of the stream. */
  readonly endPts: number | null;
  readonly timeBase: Rational;
  /** Frames that may share a pts; above 1 the filters divide each tick into so many, see {@link placeWithin}. */
  readonly places: number;
  /** Expression of the frames to pick, null = all. */
  readonly select: string | null;
  /** Scene cuts for a temporal chain, where {@link select} can't see scores; firstPts is always kept. */
  readonly scene: { readonly threshold: number; readonly firstPts: number | null } | null;
  /** Greatest number of pictures, null = no limit. */
  readonly limit: number | null;
  /** From the decoded frame to the transported picture. */
  readonly filters: readonly string[];
  /** Whether pictures depend on their neighbours, so that picking comes after the filters' first step. */
  readonly temporal: boolean;
  /** `yuv4mpegpipe` for planar YUV and grey (one copy less in ffmpeg), else `rawvideo`. */
  readonly container: 'yuv4mpegpipe' | 'rawvideo';
  /** What else is made of the decoded frames, picked or not; absent = nothing. */
  readonly beside?: BesideCall | null;
}

/** A second row of raw pictures, of every frame of the stretch, on descriptor 3. */
interface BesideCall {
  /** pts of the first frame. */
  readonly from: number;
  /** From the decoded frame to the transported picture. */
  readonly filters: readonly string[];
}

/** Name under which FFmpeg logs the identities of the second row. */
export const BESIDE_NAME = 'showinfo@beside';

/** Prints the pts of the very first decoded frame, which tells where a seek has landed. */
const LANDING = [
  "metadata=mode=add:key=framesift.first:value=1:enable='eq(n,0)'",
  "metadata=mode=print:key=framesift.first:enable='eq(n,0)'",
];

/** The whole filter chain: picking and identity on the decoded frame, then the picture. */
export function filterChain(call: DecodeCall): string {
  const { first, rest } = chainParts(call);
  return [...first, ...rest].join(',');
}

/** The filter graph of a call with a second row of pictures: frames part before any is picked. */
export function filterGraph(call: DecodeCall, { from, filters }: BesideCall): string {
  const { first, rest } = chainParts(call);
  const beside = [
    ...endOf(call),
    `select='gte(pts,${from * call.places})'`,
    `${BESIDE_NAME}=checksum=0`,
    ...filters,
  ];
  return [
    `[0:${call.streamIndex}]${[...first, 'split'].join(',')}[main][other]`,
    `[main]${rest.join(',')}[pictures]`,
    `[other]${beside.join(',')}[beside]`,
  ].join(';');
}

/** The filters that every decoded frame passes, and those that pick frames and make pictures of them. */
function chainParts(call: DecodeCall): { first: string[]; rest: string[] } {
  const timeBase = `settb=${call.timeBase.num}/${call.timeBase.den * call.places}`;
  const places = call.places > 1 ? [`setpts='${placed(call.places)}'`] : [];
  const landing = call.seek === null ? [] : LANDING;
  const pick = [
    ...endOf(call),
    ...(call.select === null ? [] : [`select='${inTicks(call.select, call.places)}'`]),
  ];
  const identity = 'showinfo=checksum=0';
  if (!call.temporal)
    return { first: [timeBase, ...places, ...landing], rest: [...pick, identity, ...call.filters] };
  // Deinterlacing looks at the neighbours of a frame, so frames are picked behind it. It halves the time base.
  const [deinterlace = 'null', ...rest] = call.filters;
  const { before, behind } = call.scene === null ? { before: [], behind: [] } : sceneByMetadata(call);
  const filters = [...before, deinterlace, timeBase, ...pick, ...behind, identity, ...rest];
  return { first: [timeBase], rest: filters };
}

const endOf = ({ endPts, places }: DecodeCall) =>
  endPts === null ? [] : [`trim=end_pts=${endPts * places}`];

/** pts of frames that share one, in order: whole ticks of the stream divided into places. */
const placed = (places: number) => `st(0,if(eq(PTS,PREV_INPTS),min(ld(0)+1,${places - 1}),0));PTS+ld(0)`;

/** An expression on the stream's ticks, where they are divided into places. */
function inTicks(expression: string, places: number): string {
  return places > 1 ? expression.replace(/\b(?:prev_)?pts\b/g, `floor($&/${places})`) : expression;
}

/** The stream's tick of a pts as the filters of a call have it, and the frame's place among those of that tick. */
export function placeWithin(
  pts: number,
  { places }: Pick<DecodeCall, 'places'>,
): { pts: number; place: number } {
  const tick = Math.floor(pts / places);
  return { pts: tick, place: pts - tick * places };
}

/**
 * Scene cuts where picking comes behind a deinterlacer: the score is measured on the frame as decoded, travels
 * along as metadata and is compared behind. The first frame of the range gets the highest score.
 */
function sceneByMetadata({ scene, timeBase }: DecodeCall): { before: string[]; behind: string[] } {
  if (scene === null) return { before: [], behind: [] };
  const unit = timeBase.num / timeBase.den;
  const first =
    scene.firstPts === null
      ? []
      : [scene.firstPts].map(
          (pts) =>
            `metadata=mode=modify:key=lavfi.scene_score:value=1.5:enable='between(t,${(pts - 0.5) * unit},${(pts + 0.5) * unit})'`,
        );
  const compare = `metadata=mode=select:key=lavfi.scene_score:function=greater:value=${scene.threshold}`;
  return { before: ["select='gte(scene,0)'", ...first], behind: [compare] };
}

/**
 * Arguments of ffmpeg for one stretch: raw pictures on standard output, identities on standard error.
 * Time stamps stay those of the stream (`-copyts`), no frame is dropped or repeated to fit a rate.
 */
export function decodeArguments(call: DecodeCall): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+info'],
    ...(call.hwaccel === 'none' ? [] : ['-hwaccel', call.hwaccel]),
    ...(call.threads > 0 ? ['-threads', String(call.threads)] : []),
    ...(call.keyOnly ? ['-skip_frame', 'nokey'] : []),
    ...['-copyts', '-noautorotate'],
    ...(call.seek === null ? [] : ['-noaccurate_seek', '-ss', call.seek.toFixed(6)]),
    ...SAFE_INPUT,
    ...['-i', inputName(call.file), ...mapping(call), '-fps_mode', 'passthrough'],
    ...(call.limit === null ? [] : ['-frames:v', String(call.limit)]),
    // Without buffering a raw picture is written in one piece; yuv4mpegpipe gathers lines, so it keeps the buffer.
    ...(call.container === 'rawvideo' ? UNBUFFERED : ['-strict', '-1']),
    ...['-f', call.container, 'pipe:1'],
    ...(call.beside ? ['-map', '[beside]', '-fps_mode', 'passthrough', ...UNBUFFERED] : []),
    ...(call.beside ? ['-f', 'rawvideo', 'pipe:3'] : []),
  ];
}

const UNBUFFERED = ['-avioflags', 'direct', '-flush_packets', '0'];

function mapping(call: DecodeCall): string[] {
  const { beside, streamIndex } = call;
  if (beside) return ['-filter_complex', filterGraph(call, beside), '-map', '[pictures]'];
  return ['-map', `0:${streamIndex}`, '-an', '-sn', '-dn', '-vf', filterChain(call)];
}
