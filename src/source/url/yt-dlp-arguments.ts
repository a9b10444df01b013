/** What of the analyze options concerns the download. */
export interface DownloadOptions {
  /** Greatest height in pixels; null for the greatest there is. */
  readonly maxHeight: number | null;
  /** A format in yt-dlp's own language, or null for the ordinary choice. */
  readonly format: string | null;
  /** File of cookies in Netscape's format, or null. */
  readonly cookies: string | null;
  /** Browser whose cookies are taken, or null. */
  readonly cookiesFromBrowser: string | null;
  /** Most megabytes of one file. */
  readonly maxSize: number;
}

/** How a call reaches the web. */
export interface Way {
  /** Address of the proxy that all requests take; null for none of ours. */
  readonly proxy: string | null;
  /** The ffmpeg that joins video and audio. */
  readonly ffmpeg: string;
}

/**
 * The format to be asked for: H.264 with AAC in one MP4 file, which everything plays; without it the best of that
 * height, then anything at all. Sound costs a few percent of the download and people keep the file, so it comes along.
 */
export function formatText({ maxHeight, format }: Pick<DownloadOptions, 'maxHeight' | 'format'>): string {
  if (format !== null) return format;
  // The question mark lets formats pass whose height the site does not tell.
  const height = maxHeight === null ? '' : `[height<=?${maxHeight}]`;
  return [
    `bv*[vcodec^=avc1]${height}+ba[ext=m4a]`,
    `b[vcodec^=avc1]${height}`,
    `bv*${height}+ba`,
    `b${height}`,
    ...(maxHeight === null ? ['bv*'] : [`bv*${height}`]),
  ].join('/');
}

/** Options of every call: no configuration of the person or the system, nothing that runs other programs, patience with the net. */
function common(options: DownloadOptions, { proxy }: Way): string[] {
  return [
    '--ignore-config',
    '--no-exec',
    '--no-warnings',
    '--no-color',
    ...['--socket-timeout', '20', '--retries', '5', '--fragment-retries', '5', '--extractor-retries', '2'],
    ...(proxy === null ? [] : ['--proxy', proxy]),
    ...(options.cookies === null ? [] : ['--cookies', options.cookies]),
    ...(options.cookiesFromBrowser === null ? [] : ['--cookies-from-browser', options.cookiesFromBrowser]),
  ];
}

/**
 * Asks what an address holds, as one JSON object; nothing is downloaded.
 * @param list a video that belongs to a list is asked about as that list
 * @param most entries of a list that are named
 */
export function infoArguments(
  url: string,
  options: DownloadOptions,
  way: Way,
  { list = false, most = 1 }: { list?: boolean; most?: number } = {},
): string[] {
  return [
    ...common(options, way),
    ...['--dump-single-json', list ? '--yes-playlist' : '--no-playlist', '--format', formatText(options)],
    // A list is told from a video without looking at all that is in it.
    ...['--flat-playlist', '--playlist-items', `1:${most}`],
    '--',
    url,
  ];
}

/** Begins each line of progress. */
export const PROGRESS_MARK = 'framesift-progress ';
/** Begins the line that names the finished file. */
export const FILE_MARK = 'framesift-file ';

const PROGRESS_FIELDS = 'status,downloaded_bytes,total_bytes,total_bytes_estimate,speed,eta,filename';

/** A path as part of yt-dlp's output template. */
export const templatePath = (file: string): string => file.replaceAll('%', '%%');

/**
 * Downloads what an earlier call has described, into a file of a given name.
 * @param infoFile what {@link infoArguments} printed
 * @param target path of the file without ending
 * @param seconds length to record of a live stream; null for things that have an end
 */
export function downloadArguments(
  infoFile: string,
  target: string,
  options: DownloadOptions,
  way: Way,
  seconds: number | null = null,
): string[] {
  return [
    ...common(options, way),
    ...['--load-info-json', infoFile, '--format', formatText(options)],
    ...['--output', `${templatePath(target)}.%(ext)s`, '--merge-output-format', 'mp4/mkv'],
    ...['--continue', '--part', '--no-mtime', '--no-overwrites', '--no-playlist'],
    ...['--max-filesize', `${options.maxSize}M`],
    // A bare name is found on PATH by itself, and is no location for yt-dlp.
    ...(/[\\/]/.test(way.ffmpeg) ? ['--ffmpeg-location', way.ffmpeg] : []),
    ...(seconds === null ? [] : ['--downloader', 'ffmpeg', '--downloader-args', `ffmpeg:-t ${seconds}`]),
    ...['--newline', '--progress', '--no-simulate'],
    ...['--progress-template', `download:${PROGRESS_MARK}%(progress.{${PROGRESS_FIELDS}})j`],
    ...['--print', `after_move:${FILE_MARK}%(filepath)j`],
  ];
}
