import { useKeys } from '../keys/use-keys.ts';
import { redoStep, undoStep } from './bar/undo.ts';
import { type GridMove, movedPlace } from './gallery/grid-moves.ts';
import { toggleCutOut, toggleMask } from './masks/mask-keys.ts';
import { markHandlers, toggleFaces } from './shared-keys.ts';
import type { Sift } from './sift.ts';
import { useSift } from './sift-context.tsx';
import { changePrefs, siftPrefs } from './sift-prefs.ts';

/** The row that a move through the gallery leads to; -1 for none. */
function rowAfter({ model, attention, gallery }: Sift, move: GridMove): number {
  if (!gallery) return -1;
  const shown = model.shown.value;
  if (move === 'left' || move === 'right') return attention.neighbour(move === 'left' ? -1 : 1);
  const place = Math.min(shown.placeOf(attention.focus.value), shown.length - 1);
  return shown.rowAt(movedPlace(place, move, gallery.geometry, shown.length, gallery.pageRows));
}

/** One step back: the selection, then what the gallery is narrowed to. */
function stepBack({ model, attention }: Sift): void {
  if (attention.selected.value.size > 0) attention.clear();
  else model.look({ reason: null, marks: 'any' });
}

function togglePref(name: 'filters' | 'panel' | 'timeline'): void {
  changePrefs({ [name]: !siftPrefs.value[name] });
}

interface GridKeysProps {
  readonly onExport: () => void;
  readonly onKeys: () => void;
}

/** The keys of the gallery and of the page. */
export function GridKeys({ onExport, onKeys }: GridKeysProps) {
  const sift = useSift();
  const { model, attention } = sift;
  const move = (how: GridMove) => () => attention.moveTo(rowAfter(sift, how));
  const extend = (how: GridMove) => () => attention.extendTo(rowAfter(sift, how));
  const inTime = (step: 1 | -1) => () =>
    attention.moveTo(attention.neighbourInTime(step, !siftPrefs.value.panel));
  const toShot = (step: 1 | -1) => () => attention.moveTo(attention.neighbourShot(step));
  useKeys('grid', {
    left: move('left'),
    right: move('right'),
    up: move('up'),
    down: move('down'),
    'row-start': move('row-start'),
    'row-end': move('row-end'),
    first: move('first'),
    last: move('last'),
    'page-up': move('page-up'),
    'page-down': move('page-down'),
    'extend-left': extend('left'),
    'extend-right': extend('right'),
    'extend-up': extend('up'),
    'extend-down': extend('down'),
    'extend-row-start': extend('row-start'),
    'extend-row-end': extend('row-end'),
    'extend-first': extend('first'),
    'extend-last': extend('last'),
    'extend-page-up': extend('page-up'),
    'extend-page-down': extend('page-down'),
    'time-previous': inTime(-1),
    'time-next': inTime(1),
    'shot-previous': toShot(-1),
    'shot-next': toShot(1),
    'select-all': () => attention.selectAll(),
    back: () => stepBack(sift),
    ...markHandlers(sift),
    zoom: () => sift.panelStage.current?.toggle(),
    'open-frame': () => {
      if (attention.focus.value >= 0) sift.front.value = { layer: 'frame' };
    },
    compare: () => sift.compare(),
    faces: () => toggleFaces(sift),
    mask: () => toggleMask(sift),
    'cut-out': () => toggleCutOut(sift),
    subject: () => sift.chooseSubject(),
    panel: () => togglePref('panel'),
    timeline: () => togglePref('timeline'),
    filters: () => togglePref('filters'),
    dropped: () => model.look({ dropped: !model.view.value.dropped, reason: null }),
    'find-filter': () => {
      changePrefs({ filters: true });
      sift.filterWishes.value++;
    },
  });
  useKeys('page', {
    undo: () => undoStep(sift),
    redo: () => redoStep(sift),
    export: onExport,
    keys: onKeys,
  });
  return null;
}
