import { FACE_OPTIONS } from './face-options.ts';
import { MASK_OPTIONS } from './mask-options.ts';
import { MODEL_OPTIONS } from './model-options.ts';
import {
  choiceOption,
  integerOption,
  numberOption,
  type OptionTable,
  type OptionValues,
  optionalIntegerOption,
  optionalNumberOption,
  optionalTextOption,
  switchOption,
  textOption,
  timeOption,
  weightsOption,
} from './option-spec.ts';

const preMinimum = (metric: string) =>
  numberOption({
    help: `Reject frames whose ${metric} score is below this, before they are written.`,
    section: 'pre-filters',
    unit: 'points',
    min: 0,
    max: 100,
    default: 0,
    appliesWhen: { option: 'preFilter', values: ['metrics'] },
    shapesResult: true,
  });

/** The options of `framesift analyze`. Defaults stand here and nowhere else. */
export const ANALYZE_OPTIONS = {
  glob: optionalTextOption({
    help: 'Which files of a folder are taken: a pattern such as `*.jpg` or, with subfolders, `**/*.jpg`. Not set: all videos and pictures that lie in the folder itself.',
    section: 'source',
    placeholder: 'PATTERN',
    shapesResult: false,
  }),
  start: timeOption({
    help: 'Begin at this time of the video.',
    section: 'source',
    unit: 'seconds',
    shapesResult: true,
  }),
  end: timeOption({
    help: 'End before this time of the video (a frame exactly there is left out).',
    section: 'source',
    unit: 'seconds',
    shapesResult: true,
  }),
  stream: optionalIntegerOption({
    help: 'Index of the video stream, as ffprobe numbers streams. Without it, the stream that FFmpeg picks.',
    section: 'source',
    min: 0,
    max: 999,
    shapesResult: true,
  }),
  maxHeight: optionalIntegerOption({
    help: 'Greatest height of a downloaded video. Not set: the greatest that the site has.',
    section: 'download',
    unit: 'pixels',
    min: 1,
    max: 100_000,
    shapesResult: false,
  }),
  downloadFormat: optionalTextOption({
    help: 'Format of a downloaded video, in the language of yt-dlp, in place of H.264 with AAC in MP4. `--format` means the same for analyze.',
    section: 'download',
    placeholder: 'FORMAT',
    shapesResult: false,
  }),
  reuse: switchOption({
    help: 'Take a video that was downloaded before, with no smaller height than asked for, instead of downloading it again.',
    section: 'download',
    default: true,
    shapesResult: false,
  }),
  playlist: switchOption({
    help: 'Take the videos of a playlist or channel, each as a run of its own.',
    section: 'download',
    default: false,
    shapesResult: false,
  }),
  playlistLimit: integerOption({
    help: 'Most videos of a playlist or channel.',
    section: 'download',
    min: 1,
    max: 10_000,
    default: 20,
    appliesWhen: { option: 'playlist', values: [true] },
    shapesResult: false,
  }),
  cookies: optionalTextOption({
    help: 'File of cookies (Netscape format) that are sent to the site.',
    section: 'download',
    placeholder: 'FILE',
    shapesResult: false,
  }),
  cookiesFromBrowser: optionalTextOption({
    help: 'Browser on this machine whose cookies are sent to the site, for example firefox.',
    section: 'download',
    placeholder: 'NAME',
    shapesResult: false,
  }),
  maxDownloadSize: integerOption({
    help: 'Largest file that is downloaded.',
    section: 'download',
    unit: 'MB',
    min: 1,
    max: 1_000_000,
    default: 20_000,
    shapesResult: false,
  }),
  maxDownloadDuration: numberOption({
    help: 'Longest video that is downloaded.',
    section: 'download',
    unit: 'seconds',
    min: 1,
    max: 1_000_000,
    default: 43_200,
    shapesResult: false,
  }),
  allowPrivateUrls: switchOption({
    help: 'Allow addresses of this machine and of private networks.',
    section: 'download',
    default: false,
    shapesResult: false,
  }),
  hwaccel: textOption({
    help: 'Hardware decoding: auto, none, or a name that `ffmpeg -hwaccels` lists. Falls back to software with a warning.',
    section: 'source',
    placeholder: 'NAME',
    default: 'none',
    shapesResult: false,
  }),
  method: choiceOption({
    help: 'Which frames are looked at: keyframes (intra pictures), one every --interval seconds, scene changes, or all.',
    section: 'extraction',
    choices: ['keyframes', 'interval', 'scene', 'all'],
    default: 'keyframes',
    shapesResult: true,
  }),
  interval: numberOption({
    help: 'Spacing of the frames: the first frame at or after each multiple of this, counted from the first frame.',
    section: 'extraction',
    unit: 'seconds',
    min: 0.001,
    max: 86_400,
    default: 5,
    appliesWhen: { option: 'method', values: ['interval'] },
    shapesResult: true,
  }),
  sceneThreshold: optionalNumberOption({
    help: "A frame starts a new scene when FFmpeg's scene score exceeds this. Not set: 0.4, or 0.5 with --fast-scene.",
    section: 'extraction',
    min: 0,
    max: 1,
    appliesWhen: { option: 'method', values: ['scene'] },
    shapesResult: true,
  }),
  fastScene: switchOption({
    help: 'Scene threshold 0.5: fewer, surer scene changes.',
    section: 'extraction',
    default: false,
    appliesWhen: { option: 'method', values: ['scene'] },
    shapesResult: true,
  }),
  maxGap: optionalNumberOption({
    help: 'Add frames at this spacing, counted from each keyframe, wherever the next keyframe is further away.',
    section: 'extraction',
    unit: 'seconds',
    min: 0.001,
    max: 86_400,
    appliesWhen: { option: 'method', values: ['keyframes'] },
    shapesResult: true,
  }),
  deinterlace: choiceOption({
    help: 'Turn interlaced pictures into progressive ones (auto), or leave them combed (off).',
    section: 'picture',
    choices: ['auto', 'off'],
    default: 'auto',
    shapesResult: true,
  }),
  keepPixelAspect: switchOption({
    help: 'Leave non-square pixels as they are stored instead of stretching the picture to its true shape.',
    section: 'picture',
    default: false,
    shapesResult: true,
  }),
  preFilter: choiceOption({
    help: 'Reject poor frames before they are written: by the quality score (overall) or by single metrics (metrics).',
    section: 'pre-filters',
    choices: ['off', 'overall', 'metrics'],
    default: 'off',
    shapesResult: true,
  }),
  preMinQuality: numberOption({
    help: 'Reject frames whose quality score is below this.',
    section: 'pre-filters',
    unit: 'points',
    min: 0,
    max: 100,
    default: 12,
    appliesWhen: { option: 'preFilter', values: ['overall'] },
    shapesResult: true,
  }),
  preMinSharpness: preMinimum('sharpness'),
  preMinEdgeStrength: preMinimum('edge strength'),
  preMinContrast: preMinimum('contrast'),
  preMinBrightness: preMinimum('brightness'),
  preMinEntropy: preMinimum('entropy'),
  qualityWeights: weightsOption({
    help: 'Weights of sharpness, edge strength, contrast, brightness and entropy in the quality score.',
    section: 'quality weights',
    default: [30, 20, 20, 10, 20],
    shapesResult: true,
  }),
  ...FACE_OPTIONS,
  ...MASK_OPTIONS,
  ...MODEL_OPTIONS,
  png: switchOption({
    help: 'Write PNG (lossless) instead of JPG.',
    section: 'output',
    default: false,
    shapesResult: true,
  }),
  jpgQuality: integerOption({
    help: 'JPG quality; from 95 on colour is kept at full resolution (4:4:4).',
    section: 'output',
    min: 1,
    max: 100,
    default: 95,
    appliesWhen: { option: 'png', values: [false] },
    shapesResult: true,
  }),
  bitDepth: choiceOption({
    help: 'Depth of written PNG: 8 bit, or 16 bit for sources of more than 8 bit (source; HDR is then not tone-mapped).',
    section: 'output',
    choices: ['8', 'source'],
    default: '8',
    appliesWhen: { option: 'png', values: [true] },
    shapesResult: true,
  }),
  out: textOption({
    help: 'Parent folder of the run folders.',
    section: 'output',
    placeholder: 'DIR',
    default: 'downloads',
    shapesResult: false,
  }),
  resume: switchOption({
    help: 'Continue or reuse an earlier run of the same source and options. --no-resume keeps the old folder under another name and starts anew.',
    section: 'output',
    default: true,
    shapesResult: false,
  }),
  workers: optionalIntegerOption({
    help: 'How many frames are worked on at once. Not set: as many as the machine has processors.',
    section: 'output',
    min: 1,
    max: 64,
    shapesResult: false,
  }),
  gpu: switchOption({
    help: 'Use a graphics processor where a part can; otherwise a warning, and the processor is used.',
    section: 'output',
    default: false,
    shapesResult: false,
  }),
} as const satisfies OptionTable;

/** Validated options of one analysis. */
export type AnalyzeOptions = OptionValues<typeof ANALYZE_OPTIONS>;

/**
 * The options with what some of them imply: references and the presence of faces need faces to be looked for, and who points
 * at a subject wants its masks.
 */
export function withImplied(options: AnalyzeOptions): AnalyzeOptions {
  const { preFilterFace, faceRefImg, faceRef, subjectBox, subjectPoint } = options;
  const faces = preFilterFace || faceRefImg.length > 0 || faceRef.length > 0;
  const masks = subjectBox.length > 0 || subjectPoint.length > 0;
  return {
    ...options,
    enableFaceFilter: options.enableFaceFilter || faces,
    enableSubjectMask: options.enableSubjectMask || masks,
  };
}
