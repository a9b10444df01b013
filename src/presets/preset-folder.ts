import { posix, win32 } from 'node:path';

/** What decides where presets live. */
export interface Surroundings {
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function configFolder({ platform, home, env }: Surroundings): string {
  if (platform === 'win32') {
    return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'framesift');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'framesift');
  // A relative XDG_CONFIG_HOME must be ignored (XDG Base Directory Specification).
  const xdg = env.XDG_CONFIG_HOME;
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.config'), 'framesift');
}

/**
 * The folder of the presets: FRAMESIFT_CONFIG_DIR, else the place that the operating system has for settings
 * ($XDG_CONFIG_HOME or ~/.config, ~/Library/Application Support, %APPDATA%).
 */
export function presetFolder(surroundings: Surroundings): string {
  const { join } = surroundings.platform === 'win32' ? win32 : posix;
  return join(surroundings.env.FRAMESIFT_CONFIG_DIR || configFolder(surroundings), 'presets');
}
