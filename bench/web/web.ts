import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../tests/support/chromium.ts';
import { makeRun } from '../../tests/support/made-run.ts';
import { fetchRoute, launchWebApp, type WebApp } from '../../tests/support/web-process.ts';
import { median } from '../measure.ts';
import type { Row } from '../row.ts';
import { greatestMemory, recordFigures, thumbnailTime } from './server.ts';
import {
  dragTime,
  droppedTime,
  fieldTime,
  openSift,
  pageMemory,
  scrolled,
  sizeTime,
  sortTime,
} from './sift.ts';

/** A run of some size, and what has to hold for it. */
interface Size {
  readonly records: number;
  /** Pictures that are there; the others count as lost and are drawn as such. */
  readonly pictures: number;
  /** Bound and goal: milliseconds to open Sift, to answer a change, and to send the records; MB of page and server. */
  readonly open: Limits;
  readonly answer: Limits;
  readonly cold: Limits;
  readonly warm: Limits;
  readonly pageMemory: Limits;
  readonly serverMemory: Limits;
}

type Limits = readonly [bound: number, goal: number];

const SIZES: readonly Size[] = [
  {
    records: 100_000,
    pictures: 100_000,
    open: [1500, 1000],
    answer: [100, 50],
    cold: [1000, 500],
    warm: [500, 150],
    pageMemory: [60, 40],
    serverMemory: [250, 200],
  },
  {
    records: 1_000_000,
    pictures: 20_000,
    open: [6000, 3000],
    answer: [250, 100],
    cold: [6000, 3000],
    warm: [3000, 1500],
    pageMemory: [400, 250],
    serverMemory: [400, 300],
  },
];

/** Pictures as a camera makes them: their size decides what a small one costs. */
const PICTURE = { width: 1920, height: 1080 };
const SMALL_PICTURES = 200;
/** Milliseconds a small picture; it is made by one thread a processor. */
const SMALL_PICTURE: Limits = [15, 6];
const STEPS = 12;

async function withApp<T>(folder: string, use: (app: WebApp, id: string) => Promise<T>): Promise<T> {
  const app = await launchWebApp(folder);
  try {
    const { runs }: { runs: { id: string }[] } = await (await fetchRoute(app, '/runs')).json();
    return await use(app, runs[0]?.id ?? '');
  } finally {
    await app.stop();
  }
}

async function serverRows(folder: string, size: Size, rounds: number): Promise<Row[]> {
  const many = `${size.records.toLocaleString('en')} records`;
  return withApp(folder, async (app, id) => {
    const { cold, warm } = await recordFigures(app, id, rounds);
    const rows = [
      rowOf(`records of a run that was not read yet, compressed, ${many}`, cold, size.cold, 'ms'),
      rowOf(`the same again, ${many}`, warm, size.warm, 'ms'),
      rowOf(`greatest memory of the server, ${many}`, greatestMemory(app.child.pid), size.serverMemory, 'MB'),
    ];
    if (size.pictures < size.records) return rows;
    const kept: number[] = [];
    for (let frame = 0; kept.length < SMALL_PICTURES; frame += 7) {
      const { status } = await (await fetchRoute(app, `/runs/${id}/frames/${frame}`)).json();
      if (status === 'kept') kept.push(frame);
    }
    const time = await thumbnailTime(app, id, kept);
    const note = `${Math.round(1000 / time)} a second`;
    return [...rows, rowOf('a small picture of 1080p, 320 px wide, made', time, SMALL_PICTURE, 'ms', note)];
  });
}

function rowOf(what: string, measured: number, [bound, goal]: Limits, unit: string, note = ''): Row {
  return { what, measured, bound, goal, unit, note };
}

async function openRow(browser: Browser, folder: string, size: Size, rounds: number): Promise<Row[]> {
  const many = `${size.records.toLocaleString('en')} records`;
  const firsts: number[] = [];
  const laters: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await withApp(folder, async (app, id) => {
      for (const times of [firsts, laters]) {
        const sift = await openSift(browser, app, id);
        times.push(sift.opened);
        await sift.close();
      }
    });
  }
  return [
    rowOf(`Sift opened until frames are painted, run not read yet, ${many}`, median(firsts), size.open, 'ms'),
    rowOf(`the same again, ${many}`, median(laters), size.open, 'ms'),
  ];
}

async function answerRows(browser: Browser, folder: string, size: Size): Promise<Row[]> {
  const many = `${size.records.toLocaleString('en')} records`;
  return withApp(folder, async (app, id) => {
    const { page, close } = await openSift(browser, app, id);
    const row = (what: string, time: number) =>
      rowOf(`${what} until it is painted, ${many}`, time, size.answer, 'ms');
    const rows = [
      row('limit dragged (quality)', await dragTime(page, 'Quality', STEPS)),
      row('limit dragged (time)', await dragTime(page, 'Time', STEPS)),
      row('limit changed in its field', await fieldTime(page, 'Quality', STEPS)),
      row('other order', await sortTime(page)),
      row('other size of the pictures', await sizeTime(page, STEPS)),
      row('dropped frames shown or hidden', await droppedTime(page, STEPS)),
    ];
    const report = await scrolled(page);
    const note = `of ${report.frames} painted pictures`;
    rows.push(
      rowOf(`painted pictures with a blank row while scrolling, ${many}`, report.blank, [0, 0], '', note),
      rowOf(`memory of the page, ${many}`, await pageMemory(page), size.pageMemory, 'MB'),
    );
    await close();
    return rows;
  });
}

/** The web app with large runs, in a real browser; both are started by this and end with it. */
export async function benchWeb(rounds: number): Promise<Row[]> {
  const browser = await launchChromium();
  const rows: Row[] = [];
  try {
    for (const size of SIZES) {
      const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
      try {
        const { records, pictures } = size;
        await makeRun(path.join(folder, 'home/downloads'), { records, pictures, ...PICTURE });
        rows.push(...(await serverRows(folder, size, rounds)));
        rows.push(...(await openRow(browser, folder, size, rounds)));
        rows.push(...(await answerRows(browser, folder, size)));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  } finally {
    await browser.close();
  }
  return rows;
}
