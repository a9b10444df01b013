/**
 * Takes a picture of every screen, light and dark, into docs/screenshots, with a clip that it makes itself. Needs a
 * built program and Chromium: `npm run screenshots`, and a name such as `sift` for one screen.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page, Route } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium } from '../tests/support/chromium.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGET = path.join(ROOT, 'docs/screenshots');
const CLI = path.join(ROOT, 'dist/cli.js');

/** Flights over a fractal: sharp, losing focus, dark, pale, and rich in detail. */
const SHOTS: readonly { readonly flight: string; readonly look: string }[] = [
  { flight: 'start_x=-0.7436:start_y=-0.1318:start_scale=0.02:end_scale=0.004', look: 'hue=h=200:s=0.8' },
  {
    flight: 'start_x=-0.16:start_y=-1.0405:start_scale=0.05:end_scale=0.02',
    look: "hue=h=20:s=0.9,split[sharp][soft];[soft]gblur=sigma=12[blurred];[sharp][blurred]blend=all_expr='A+(B-A)*between(T,1.5,4)'",
  },
  {
    flight: 'start_x=-1.25066:start_y=-0.02012:start_scale=0.02:end_scale=0.006',
    look: "hue=h=120:s=0.7,eq=brightness='-0.55+0.12*t':eval=frame",
  },
  {
    flight: 'start_x=-0.748:start_y=-0.1:start_scale=0.12:end_scale=0.05',
    look: 'hue=h=60:s=0.5,eq=contrast=0.45',
  },
  { flight: 'start_x=-0.7269:start_y=-0.1889:start_scale=0.012:end_scale=0.005', look: 'hue=h=300:s=0.8' },
];
const SECONDS = 6;

function makeClip(file: string): void {
  const shots = SHOTS.map(({ flight, look }, i) => {
    const named = look.replaceAll(/\[(sharp|soft|blurred)\]/g, `[$1${i}]`);
    return `mandelbrot=s=1280x720:r=25:end_pts=150:${flight},trim=duration=${SECONDS},setpts=PTS-STARTPTS,${named},format=yuv420p[shot${i}]`;
  });
  const joined = SHOTS.map((_, i) => `[shot${i}]`).join('');
  const graph = `${shots.join(';')};${joined}concat=n=${SHOTS.length}[clip]`;
  const encode = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-g', '50'];
  execFileSync('ffmpeg', ['-v', 'error', '-filter_complex', graph, '-map', '[clip]', ...encode, file]);
}

interface Place {
  readonly origin: string;
  readonly clip: string;
  /** Id of a run that is done. */
  readonly run: string;
}

type Screen = (page: Page, place: Place) => Promise<void>;

const settled = (page: Page) => page.waitForTimeout(1200);

async function openSift(page: Page, { origin, run }: Place): Promise<void> {
  await page.goto(
    `${origin}/runs/${run}/sift?filterMode=individual&minSharpness=45&maxBrightness=70&sort=contrast`,
  );
  await page.getByRole('gridcell').first().waitFor();
  const hint = page.getByRole('button', { name: 'Got it' });
  if (await hint.isVisible()) await hint.click();
  await settled(page);
}

/** Every screen by the name of its picture. */
const SCREENS: Readonly<Record<string, Screen>> = {
  'new-run': async (page, { origin, clip }) => {
    const counted = page.waitForResponse(
      async (answer) => answer.url().endsWith('/api/probe/scenes') && (await answer.json()).more === false,
      { timeout: 120_000 },
    );
    await page.goto(`${origin}/new?source=${encodeURIComponent(clip)}`);
    await page.getByRole('button', { name: /^Start: \d/ }).waitFor();
    await counted;
    await page.waitForTimeout(2500); // the strip
  },
  run: async (page, { origin, run }) => {
    await page.goto(`${origin}/runs/${run}`);
    await page.getByText('#745').first().waitFor();
  },
  runs: async (page, { origin }) => {
    await page.goto(`${origin}/runs`);
    await page.getByText('harbour').first().waitFor();
  },
  sift: openSift,
  frame: async (page, place) => {
    await openSift(page, place);
    await page.keyboard.press('Control+Home');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
  },
  compare: async (page, place) => {
    await openSift(page, place);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('c');
  },
  export: async (page, place) => {
    await openSift(page, place);
    await page.keyboard.press('Shift+E');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Export \d+/ })
      .waitFor();
  },
};

async function take(page: Page, name: string): Promise<void> {
  await settled(page);
  const picture = await page.screenshot();
  // A palette is enough for an interface and a third of the size.
  await sharp(picture)
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(path.join(TARGET, `${name}.png`));
  console.log(`docs/screenshots/${name}.png`);
}

/** What stands in the pictures in place of the temporary folder. */
const SHOWN_HOME = '/home/you';

/** Lets the page see the folder as a person's home, in requests and answers alike. */
function asAtHome(home: string): (route: Route) => Promise<void> {
  const inside = (text: string) =>
    text.replaceAll(SHOWN_HOME, home).replaceAll(encodeURIComponent(SHOWN_HOME), encodeURIComponent(home));
  return async (route) => {
    const request = route.request();
    const sent = request.postData();
    const answer = await route.fetch({ url: inside(request.url()), ...(sent && { postData: inside(sent) }) });
    const isText = answer.headers()['content-type']?.startsWith('application/json');
    if (!isText) return route.fulfill({ response: answer });
    return route.fulfill({ response: answer, body: (await answer.text()).replaceAll(home, SHOWN_HOME) });
  };
}

async function startServer(home: string): Promise<{ url: string; stop: () => void }> {
  const args = [CLI, '--no-open', '--port', '0', '--out', path.join(home, 'downloads')];
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') };
  const child = spawn(process.execPath, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of child.stdout) {
    const [, url] = /Framesift: (\S+)/.exec(String(chunk)) ?? [];
    if (url) return { url, stop: () => void child.kill('SIGINT') };
  }
  throw new Error('the server did not start');
}

function analyze(home: string, file: string, ...args: string[]): void {
  execFileSync(process.execPath, [CLI, 'analyze', file, '--out', path.join(home, 'downloads'), ...args], {
    cwd: home,
    stdio: 'ignore',
  });
}

async function runId(context: BrowserContext, origin: string, name: string): Promise<string> {
  const answer: { runs: { id: string; name: string }[] } = await (
    await context.request.get(`${origin}/api/runs`)
  ).json();
  const found = answer.runs.find((run) => run.name === name);
  if (!found) throw new Error(`no run ${name}`);
  return found.id;
}

const wanted = process.argv.slice(2);
const home = mkdtempSync(path.join(tmpdir(), 'framesift-screens-'));
try {
  mkdirSync(TARGET, { recursive: true });
  mkdirSync(path.join(home, 'Videos'));
  const clip = path.join(home, 'Videos/flight.mp4');
  makeClip(clip);
  const other = path.join(home, 'Videos/harbour.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-ss', '18', '-i', clip, '-t', '8', '-c', 'copy', other]);
  analyze(home, clip, '--method', 'interval', '--interval', '0.2');
  analyze(home, other, '--method', 'all', '--pre-filter', 'overall', '--pre-min-quality', '40');
  const server = await startServer(home);
  const browser = await launchChromium();
  try {
    for (const colorScheme of ['dark', 'light'] as const) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        colorScheme,
        locale: 'en-GB',
      });
      await context.route(/\/api\/(?:probe|runs|files|features|exports)/, asAtHome(home));
      const page = await context.newPage();
      await page.goto(server.url);
      const { origin } = new URL(server.url);
      const place = {
        origin,
        clip: clip.replace(home, SHOWN_HOME),
        run: await runId(context, origin, 'flight'),
      };
      for (const [name, screen] of Object.entries(SCREENS)) {
        if (wanted.length > 0 && !wanted.includes(name)) continue;
        await screen(page, place);
        await take(page, `${name}-${colorScheme}`);
      }
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
  } finally {
    await browser.close();
    server.stop();
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
