import { useEffect, useEffectEvent, useRef } from 'react';
import { formatCounted } from '../../format/numbers.ts';
import { useKeyHint } from '../../keys/use-keys.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import { siftPrefs } from '../sift-prefs.ts';
import { CellTools, rowOfElement, verdictOfElement } from './cell-tools.ts';
import classes from './gallery.module.css';
import { GalleryView } from './gallery-view.ts';
import { ScrollBubble, ScrollMarks } from './scroll-map.ts';

/** Below so many pixels a cell has no room for words. */
const ROOM_FOR_WORDS = 150;

/** Names of the keys of the two buttons under the pointer. */
function useToolKeys() {
  const pin = useKeyHint('pin').combo;
  const reject = useKeyHint('reject').combo;
  return { pin: pin ? ` (${pin})` : '', reject: reject ? ` (${reject})` : '' };
}

/** The frames that are shown, as a grid of pictures. */
export function Gallery() {
  const sift = useSift();
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { size } = useObservable(siftPrefs);
  const count = useObservable(sift.model.shown).length;
  const keys = useToolKeys();
  const mount = useEffectEvent(() => {
    if (!frame.current || !box.current || !content.current) return undefined;
    const view = new GalleryView(sift, { box: box.current, content: content.current });
    const parts = [
      new CellTools(box.current, keys),
      new ScrollBubble(sift, view, frame.current),
      new ScrollMarks(sift, frame.current),
    ];
    sift.gallery = view;
    return () => {
      sift.gallery = null;
      for (const part of parts) part.close();
      view.close();
    };
  });
  useEffect(() => mount(), []);

  const click = (event: React.MouseEvent): void => {
    const row = rowOfElement(event.target);
    if (row < 0) {
      sift.attention.clear();
      return;
    }
    const verdict = verdictOfElement(event.target);
    if (verdict !== undefined) sift.markRows(verdict, [row], { stay: true, advance: false });
    else if (isRetry(event.target)) sift.thumbnails.retryFrame(sift.model.data.numberOf(row));
    else sift.attention.click(row, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey });
  };
  const open = (event: React.MouseEvent): void => {
    const plain = verdictOfElement(event.target) === undefined && !isRetry(event.target);
    if (plain && rowOfElement(event.target) >= 0) sift.front.value = { layer: 'frame' };
  };
  return (
    <div
      className={classes.gallery}
      ref={frame}
      data-small={size < ROOM_FOR_WORDS || undefined}
      data-testid="gallery"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: its rows are laid out by arithmetic, tables do not allow that */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the grid are those of the key table */}
      <div
        className={classes.box}
        ref={box}
        role="grid"
        data-focus-home=""
        tabIndex={0}
        aria-label={`Frames, ${formatCounted(count, 'frame')} shown`}
        aria-multiselectable
        onFocus={({ currentTarget }) => {
          // Only for keys: a press of the pointer has its own frame, which must not be scrolled away from under it.
          if (currentTarget.matches(':focus-visible')) sift.attention.settle();
        }}
        onClick={click}
        onDoubleClick={open}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div className={classes.content} ref={content} role="rowgroup" />
      </div>
    </div>
  );
}

function isRetry(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-action="retry"]') !== null;
}
