import { Observable } from '../../state/observable.ts';
import { sendFiles } from './uploads.ts';

/** Whether files are being dragged over the window. */
export const draggingFiles = new Observable(false);

/** Attribute of elements that take dropped files themselves. */
export const OWN_DROPS = 'data-own-drops';

const hasOwnDrops = ({ target }: DragEvent) =>
  target instanceof Element && target.closest(`[${OWN_DROPS}]`) !== null;

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Takes files that are dropped anywhere on the page, which the browser would otherwise open in its place.
 * @param onDrop told after files were dropped
 * @returns ends it
 */
export function listenForDrops(onDrop: () => void): () => void {
  /** Elements under the pointer that were entered and not left: a drag enters a child before it leaves its parent. */
  let depth = 0;
  const enter = (event: DragEvent): void => {
    if (!holdsFiles(event)) return;
    depth++;
    draggingFiles.value = true;
  };
  const leave = (event: DragEvent): void => {
    if (!holdsFiles(event)) return;
    depth = Math.max(0, depth - 1);
    draggingFiles.value = depth > 0;
  };
  const over = (event: DragEvent): void => {
    if (holdsFiles(event)) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    depth = 0;
    draggingFiles.value = false;
    const files = event.dataTransfer?.files;
    if (!holdsFiles(event) || !files || files.length === 0 || hasOwnDrops(event)) return;
    event.preventDefault();
    void sendFiles([...files]);
    onDrop();
  };
  const ended = new AbortController();
  const { signal } = ended;
  window.addEventListener('dragenter', enter, { signal });
  window.addEventListener('dragleave', leave, { signal });
  window.addEventListener('dragover', over, { signal });
  window.addEventListener('drop', drop, { signal });
  return () => ended.abort();
}
