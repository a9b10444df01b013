import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
);

/**
 * The installed browser: CHROMIUM_PATH, or where Debian and Ubuntu put it. The shell without a user interface comes first:
 * it is the same engine, and a window costs it two thirds of what Chromium with its hidden tabs and menus takes.
 */
function chromiumPath(): string {
  const found = process.env.CHROMIUM_PATH ?? PLACES.find((place) => existsSync(place));
  if (!found)
    throw new Error(
      'Chromium is not installed: apt-get install chromium-headless-shell, or set CHROMIUM_PATH',
    );
  return found;
}

/**
 * What is switched off: the popups of an address bar that nobody sees, for which every window runs a page of its own, and
 * the list that Playwright gives, which this one replaces.
 */
const FEATURES = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying'],
  ...['OptimizationHints', 'PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning'],
];

/** Starts the installed browser without a window. */
export function launchChromium(env = process.env): Promise<Browser> {
  return chromium.launch({
    env,
    executablePath: chromiumPath(),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      `--disable-features=${FEATURES.join(',')}`,
    ],
  });
}
