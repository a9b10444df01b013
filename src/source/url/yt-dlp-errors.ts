import { AppError } from '../../contract/app-error.ts';
import type { ErrorCode } from '../../contract/error-table.ts';

/** What yt-dlp says, and what it means; the first that fits counts. */
const MEANINGS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/not a bot|captcha|unusual traffic|HTTP Error 429|Too Many Requests/i, 'url_bot_check'],
  [/confirm your age|age.restricted|inappropriate for some users/i, 'url_age'],
  [
    /private video|video is private|members.only|join this channel|requires? (?:a )?(?:login|log in|payment|purchase|subscription)|log ?in required|sign in|only available for registered|use --cookies/i,
    'url_login',
  ],
  [
    /not (?:made this video )?available in your (?:country|region|location)|geo.?restrict|blocked it in your country/i,
    'url_region',
  ],
  [/Requested format is not available|No video formats found|format.*not available/i, 'url_format'],
  [/\bDRM\b/i, 'url_drm'],
  [/Unsupported URL|is not a valid URL|no video (?:could be )?found|There's no video/i, 'url_no_video'],
  [
    /HTTP Error (?:404|410)|Video unavailable|has been removed|no longer available|does not exist|account.*terminated/i,
    'url_gone',
  ],
  [/HTTP Error (?:401|403)|Forbidden/i, 'url_forbidden'],
  [/File is larger than max-filesize/i, 'url_too_large'],
  [
    /nsig extraction failed|Unable to extract|signature extraction failed|confirm you are on the latest version|please report this issue/i,
    'ytdlp_outdated',
  ],
  [/No space left on device|Errno 28/i, 'disk_full'],
  [
    /timed out|Temporary failure|Name or service|getaddrinfo|resolve host|Connection (?:refused|reset|aborted)|Network is unreachable|Unable to connect|RemoteDisconnected|IncompleteRead|more expected|SSL|Bad Gateway|HTTP Error 5\d\d|Tunnel connection failed|Did not get any data blocks|bytes read|expected \d+ bytes|Giving up after/i,
    'url_network',
  ],
];

/** The line of an output that says what went wrong, without its head. */
export function errorLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const last =
    lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.findLast((line) => line !== '') ?? '';
  return last
    .replace(/^ERROR:\s*/, '')
    .replace(/; please report this issue on .*$/, '')
    .replace(/^\[[^\]]+\]\s*(?:[\w-]+:\s*)?/, '');
}

/** The error that a person gets for what yt-dlp printed. */
export function translateError(output: string, url: string): AppError {
  const reason = errorLine(output) || 'yt-dlp stopped without a word';
  const code = MEANINGS.find(([pattern]) => pattern.test(output))?.[1] ?? 'url_failed';
  return new AppError(code, { url, reason });
}
