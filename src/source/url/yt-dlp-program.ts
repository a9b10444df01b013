import { AppError } from '../../contract/app-error.ts';

/** Oldest yt-dlp that has the output templates used here; Debian 12 has it. */
export const MINIMUM_YT_DLP = '2023.03.04';

/** The program that knows the sites. */
export interface YtDlp {
  readonly program: string;
  /** A date, e.g. `2025.03.31`. */
  readonly version: string;
}

/** How to install yt-dlp on a platform, one line. */
export function ytDlpHint(platform: NodeJS.Platform = process.platform): string {
  const named = 'or set YTDLP_PATH to the program.';
  switch (platform) {
    case 'darwin':
      return `Install it with \`brew install yt-dlp\`, ${named}`;
    case 'win32':
      return `Install it with \`winget install yt-dlp.yt-dlp\`, ${named}`;
    default:
      return `Install it with \`pipx install yt-dlp\` (the newest, which sites ask for) or \`sudo apt-get install -y yt-dlp\`, ${named}`;
  }
}

/** Whether a version (a date with dots) is at least the minimum. */
export function isRecentEnough(version: string, minimum = MINIMUM_YT_DLP): boolean {
  const number = (text: string) =>
    text
      .split('.')
      .slice(0, 3)
      .reduce((sum, part) => sum * 100 + Number(part), 0);
  return number(version) >= number(minimum);
}

/** Runs a program to its end. */
export type RunToEnd = (
  program: string,
  args: readonly string[],
) => Promise<{ exitCode: number | null; stdout: string }>;

/**
 * Finds yt-dlp: YTDLP_PATH, else PATH.
 * @throws AppError `ytdlp_missing` or `ytdlp_too_old`, with the install hint of the platform
 */
export async function findYtDlp(run: RunToEnd, env: NodeJS.ProcessEnv = process.env): Promise<YtDlp> {
  const program = env.YTDLP_PATH || 'yt-dlp';
  const install = ytDlpHint();
  const found = await run(program, ['--ignore-config', '--version']).catch(() => null);
  const version = /^\d{4}\.\d{1,2}\.\d{1,2}\S*/.exec(found?.stdout ?? '')?.[0];
  if (found?.exitCode !== 0 || version === undefined)
    throw new AppError('ytdlp_missing', { program, install });
  if (!isRecentEnough(version))
    throw new AppError('ytdlp_too_old', { found: version, minimum: MINIMUM_YT_DLP, install });
  return { program, version };
}
