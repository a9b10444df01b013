import type { BrowserContext, JSHandle, Page } from 'playwright-core';

/** What is timed: from an event of the person to the picture on the screen that answers it. */
export interface AnswerWatch {
  /** Type of the event, as `pointermove`. */
  readonly event: string;
  /** Selectors of elements that must all have changed since. */
  readonly changed: readonly string[];
}

/** Times of answers, milliseconds, in the order in which they came. */
export interface AnswerTimes {
  readonly times: readonly number[];
}

/**
 * Times every answer from now on, inside of the page: from the event's own time stamp to the task after the animation
 * frame that follows the change in the document. That is a frame later than necessary where the change was made during
 * a frame, and so never too short.
 */
export function watchAnswers(page: Page, watch: AnswerWatch): Promise<JSHandle<AnswerTimes>> {
  return page.evaluateHandle(({ event, changed }) => {
    const times: number[] = [];
    let began: number | null = null;
    const waiting = new Set<string>();
    addEventListener(
      event,
      ({ timeStamp }) => {
        if (began !== null) return;
        began = timeStamp;
        for (const selector of changed) waiting.add(selector);
      },
      { capture: true },
    );
    const done = () => {
      const start = began ?? 0;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          times.push(performance.now() - start);
          began = null;
          port1.close();
        };
        port2.postMessage(null);
      });
    };
    for (const selector of changed) {
      const target = document.querySelector(selector);
      if (!target) throw new Error(`nothing is ${selector}`);
      new MutationObserver(() => {
        if (waiting.delete(selector) && waiting.size === 0) done();
      }).observe(target, { subtree: true, childList: true, characterData: true, attributes: true });
    }
    return { times };
  }, watch);
}

/** What a gallery looked like frame after frame. */
export interface RowReport {
  /** Animation frames that were looked at. */
  readonly frames: number;
  /** Frames in which a part of the window that holds frames of the video showed no cell. */
  readonly blank: number;
  /** Tallest such part, CSS pixels. */
  readonly tallest: number;
  /** Longest time between two frames, milliseconds. */
  readonly longest: number;
  /** Places (from 1) of the first and last frame that were seen. */
  readonly first: number;
  readonly last: number;
}

/** Parts of the gallery that are lower than this are gaps between rows. */
const GAP_PIXELS = 24;

/**
 * Looks at every animation frame from now on, after it was painted, whether the gallery's window is full of cells.
 * @returns a handle; `stop()` ends it and tells
 */
export function watchRows(page: Page): Promise<JSHandle<{ stop(): RowReport }>> {
  return page.evaluateHandle((gap) => {
    const grid = document.querySelector('[role="grid"]');
    if (!grid) throw new Error('there is no gallery');
    const report = { frames: 0, blank: 0, tallest: 0, longest: 0, first: Number.POSITIVE_INFINITY, last: 0 };
    let going = true;
    let latest = performance.now();
    const look = () => {
      if (!going) return;
      const window = grid.getBoundingClientRect();
      const boxes: { top: number; bottom: number }[] = [];
      let end = 0;
      for (const cell of grid.querySelectorAll('[role="gridcell"]:not([hidden])')) {
        const box = cell.getBoundingClientRect();
        if (box.bottom <= window.top || box.top >= window.bottom) continue;
        boxes.push(box);
        const [, place = '0', count = '0'] =
          /(\d+) of (\d+)$/.exec(cell.getAttribute('aria-label') ?? '') ?? [];
        report.first = Math.min(report.first, Number(place));
        report.last = Math.max(report.last, Number(place));
        if (place === count) end = 1;
      }
      boxes.sort((a, b) => a.top - b.top);
      let covered = window.top;
      let widest = 0;
      for (const { top, bottom } of boxes) {
        widest = Math.max(widest, top - covered);
        covered = Math.max(covered, bottom);
      }
      // Below the last frame of the video there is nothing to show.
      if (end === 0) widest = Math.max(widest, window.bottom - covered);
      report.frames++;
      if (widest > gap) report.blank++;
      report.tallest = Math.max(report.tallest, widest);
      const now = performance.now();
      report.longest = Math.max(report.longest, now - latest);
      latest = now;
    };
    // Observers of sizes are told after every animation callback and before the picture is painted.
    const ruler = document.createElement('div');
    ruler.style.cssText = 'position: fixed; top: 0; left: 0; width: 1px; height: 0; visibility: hidden';
    document.body.append(ruler);
    new ResizeObserver(look).observe(ruler);
    const next = () => {
      if (!going) return;
      ruler.style.width = ruler.style.width === '1px' ? '2px' : '1px';
      requestAnimationFrame(next);
    };
    next();
    return {
      stop: () => {
        going = false;
        ruler.remove();
        return report;
      },
    };
  }, GAP_PIXELS);
}

/** How many requests for small pictures a page has had under way. */
export interface ThumbnailCount {
  /** At the same time. */
  readonly most: number;
  readonly all: number;
}

/**
 * Counts the requests for small pictures that a page has under way, from the call until the answer, or until the page
 * gives it up; for pages that are opened from now on.
 */
export async function watchThumbnails(
  context: BrowserContext,
): Promise<(page: Page) => Promise<ThumbnailCount>> {
  await context.addInitScript(() => {
    const count = { most: 0, all: 0 };
    let running = 0;
    const { fetch } = window;
    window.fetch = async (...call) => {
      const [target] = call;
      const url = target instanceof Request ? target.url : String(target);
      if (!/\/frames\/\d+\/thumbnail/.test(url)) return fetch(...call);
      count.all++;
      count.most = Math.max(count.most, ++running);
      let ended = false;
      const end = () => {
        if (!ended) running--;
        ended = true;
      };
      call[1]?.signal?.addEventListener('abort', end);
      try {
        const response = await fetch(...call);
        const body = await response.blob();
        return new Response(body, response);
      } finally {
        end();
      }
    };
    Object.assign(window, { thumbnailCount: count });
  });
  return (page) => page.evaluate('thumbnailCount');
}
