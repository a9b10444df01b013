/** Name of the mark that is set when a changed gallery has been painted; tests and the benchmark read it. */
export const PAINTED = 'sift:painted';

let painting = false;
let waiting = false;

/** Does work before the next picture is painted. */
export function onNextFrame(work: () => void): void {
  requestAnimationFrame(() => {
    painting = true;
    try {
      work();
    } finally {
      painting = false;
    }
  });
}

/** A task that is put off during a frame begins after it was painted. */
function afterFrame(work: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    work();
  };
  port2.postMessage(null);
}

/** Sets the mark {@link PAINTED} as soon as what was drawn is on the screen. */
export function markPainted(): void {
  if (waiting) return;
  waiting = true;
  const mark = (): void => {
    waiting = false;
    performance.clearMarks(PAINTED);
    performance.mark(PAINTED);
  };
  if (painting) afterFrame(mark);
  else onNextFrame(() => afterFrame(mark));
}
