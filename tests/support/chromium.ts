import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The installed browser: CHROMIUM_PATH, or where Debian and Ubuntu put it. */
function chromiumPath(): string {
  const found = process.env.CHROMIUM_PATH ?? PLACES.find((place) => existsSync(place));
  if (!found) throw new Error('Chromium is not installed: apt-get install chromium, or set CHROMIUM_PATH');
  return found;
}

/** Starts the installed browser without a window. */
export function launchChromium(env = process.env): Promise<Browser> {
  return chromium.launch({
    env,
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
