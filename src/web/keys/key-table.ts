/** Where a key works: `page` everywhere in Sift, the others only while they are the top layer. */
export type KeyScope = 'page' | 'grid' | 'frame' | 'compare' | 'subject';

/** The layers from bottom to top; the topmost open one owns the keys. */
export const KEY_LAYERS = ['grid', 'frame', 'compare', 'subject'] as const satisfies readonly KeyScope[];
/** Name of a layer. */
export type KeyLayer = (typeof KEY_LAYERS)[number];

/** The groups in which keys are listed. */
export const KEY_GROUPS = ['Move', 'Select', 'Mark', 'See', 'Compare', 'Subject', 'Work'] as const;

/** One action and the keys that call it; handlers, tooltips and the list of keys are all made from these. */
export interface KeyEntry {
  readonly id: string;
  /** Combinations in the notation of `comboOf`; `Ctrl` stands for Cmd on a Mac. */
  readonly keys: readonly string[];
  readonly scopes: readonly KeyScope[];
  readonly label: string;
  readonly group: (typeof KEY_GROUPS)[number];
  /** Works as long as it is held down. */
  readonly hold?: true;
}

const GRID = ['grid'] as const;
const PICTURES = ['frame', 'compare'] as const;
const LARGE = ['frame', 'compare', 'subject'] as const;
const ALL = ['grid', 'frame', 'compare'] as const;
const PAGE = ['page'] as const;
/** While somebody points at the subject on a large picture. */
const POINTING = ['subject'] as const;

/** Every key of the Sift page. */
export const KEY_TABLE = [
  { id: 'left', keys: ['ArrowLeft'], scopes: ALL, label: 'Previous frame shown', group: 'Move' },
  { id: 'right', keys: ['ArrowRight'], scopes: ALL, label: 'Next frame shown', group: 'Move' },
  { id: 'up', keys: ['ArrowUp'], scopes: GRID, label: 'Row above', group: 'Move' },
  { id: 'down', keys: ['ArrowDown'], scopes: GRID, label: 'Row below', group: 'Move' },
  { id: 'row-start', keys: ['Home'], scopes: GRID, label: 'Start of the row', group: 'Move' },
  { id: 'row-end', keys: ['End'], scopes: GRID, label: 'End of the row', group: 'Move' },
  { id: 'first', keys: ['Ctrl+Home'], scopes: ['grid', 'frame'], label: 'First frame', group: 'Move' },
  { id: 'last', keys: ['Ctrl+End'], scopes: ['grid', 'frame'], label: 'Last frame', group: 'Move' },
  { id: 'page-up', keys: ['PageUp'], scopes: GRID, label: 'Page up', group: 'Move' },
  { id: 'page-down', keys: ['PageDown'], scopes: GRID, label: 'Page down', group: 'Move' },
  {
    id: 'time-previous',
    keys: [','],
    scopes: ['grid', 'frame', 'subject'],
    label: 'Previous in time',
    group: 'Move',
  },
  {
    id: 'time-next',
    keys: ['.'],
    scopes: ['grid', 'frame', 'subject'],
    label: 'Next in time',
    group: 'Move',
  },
  {
    id: 'shot-previous',
    keys: ['['],
    scopes: ['grid', 'frame'],
    label: 'First frame shown of the previous shot',
    group: 'Move',
  },
  {
    id: 'shot-next',
    keys: [']'],
    scopes: ['grid', 'frame'],
    label: 'First frame shown of the next shot',
    group: 'Move',
  },
  {
    id: 'back',
    keys: ['Escape'],
    scopes: ['grid', 'frame', 'compare', 'subject'],
    label: 'One step back, then clear the selection',
    group: 'Move',
  },

  {
    id: 'extend-left',
    keys: ['Shift+ArrowLeft'],
    scopes: GRID,
    label: 'Extend to the left',
    group: 'Select',
  },
  {
    id: 'extend-right',
    keys: ['Shift+ArrowRight'],
    scopes: GRID,
    label: 'Extend to the right',
    group: 'Select',
  },
  { id: 'extend-up', keys: ['Shift+ArrowUp'], scopes: GRID, label: 'Extend a row up', group: 'Select' },
  { id: 'extend-down', keys: ['Shift+ArrowDown'], scopes: GRID, label: 'Extend a row down', group: 'Select' },
  {
    id: 'extend-row-start',
    keys: ['Shift+Home'],
    scopes: GRID,
    label: 'Extend to the row start',
    group: 'Select',
  },
  {
    id: 'extend-row-end',
    keys: ['Shift+End'],
    scopes: GRID,
    label: 'Extend to the row end',
    group: 'Select',
  },
  {
    id: 'extend-first',
    keys: ['Ctrl+Shift+Home'],
    scopes: GRID,
    label: 'Extend to the first',
    group: 'Select',
  },
  { id: 'extend-last', keys: ['Ctrl+Shift+End'], scopes: GRID, label: 'Extend to the last', group: 'Select' },
  { id: 'extend-page-up', keys: ['Shift+PageUp'], scopes: GRID, label: 'Extend a page up', group: 'Select' },
  {
    id: 'extend-page-down',
    keys: ['Shift+PageDown'],
    scopes: GRID,
    label: 'Extend a page down',
    group: 'Select',
  },
  { id: 'select-all', keys: ['Ctrl+a'], scopes: GRID, label: 'Select every frame shown', group: 'Select' },

  { id: 'pin', keys: ['p', 'Space'], scopes: ALL, label: 'Pin; again: clear', group: 'Mark' },
  { id: 'reject', keys: ['x'], scopes: ALL, label: 'Reject; again: clear', group: 'Mark' },
  { id: 'clear', keys: ['u'], scopes: ALL, label: 'Clear the mark', group: 'Mark' },
  {
    id: 'advance',
    keys: ['n'],
    scopes: ALL,
    label: 'Next after a mark, on or off (or Caps Lock)',
    group: 'Mark',
  },

  { id: 'open-frame', keys: ['Enter', 'e'], scopes: GRID, label: 'Large picture', group: 'See' },
  { id: 'grid', keys: ['g'], scopes: PICTURES, label: 'Back to the grid', group: 'See' },
  {
    id: 'zoom',
    keys: ['z'],
    scopes: ['grid', 'frame', 'compare', 'subject'],
    label: 'Fit or 1:1 at the pointer',
    group: 'See',
  },
  { id: 'peek', keys: ['w'], scopes: LARGE, label: 'Peek at 1:1 while held', group: 'See', hold: true },
  { id: 'zoom-in', keys: ['+', '='], scopes: LARGE, label: 'Zoom in', group: 'See' },
  { id: 'zoom-out', keys: ['-'], scopes: LARGE, label: 'Zoom out', group: 'See' },
  { id: 'loupe', keys: ['l'], scopes: LARGE, label: 'Loupe under the pointer', group: 'See' },
  { id: 'faces', keys: ['o'], scopes: ALL, label: 'Faces on the pictures', group: 'See' },
  { id: 'mask', keys: ['m'], scopes: ALL, label: 'Mask of the subject', group: 'See' },
  { id: 'cut-out', keys: ['Shift+m'], scopes: ALL, label: 'Subject alone', group: 'See' },
  {
    id: 'mask-more',
    keys: ['Shift+ArrowUp'],
    scopes: PICTURES,
    label: 'Mask covers more',
    group: 'See',
  },
  {
    id: 'mask-less',
    keys: ['Shift+ArrowDown'],
    scopes: PICTURES,
    label: 'Mask covers less',
    group: 'See',
  },
  { id: 'panel', keys: ['i'], scopes: ['grid', 'frame'], label: 'Values and why', group: 'See' },
  { id: 'dropped', keys: ['h'], scopes: ['grid', 'frame'], label: 'Dropped frames in place', group: 'See' },
  { id: 'timeline', keys: ['t'], scopes: GRID, label: 'Timeline', group: 'See' },
  { id: 'filters', keys: ['\\'], scopes: GRID, label: 'Filters', group: 'See' },

  { id: 'compare', keys: ['c'], scopes: ['grid', 'frame'], label: 'Compare 2 to 4 frames', group: 'Compare' },
  { id: 'next-pane', keys: ['Tab'], scopes: ['compare'], label: 'Next picture', group: 'Compare' },
  {
    id: 'previous-pane',
    keys: ['Shift+Tab'],
    scopes: ['compare'],
    label: 'Previous picture',
    group: 'Compare',
  },
  { id: 'lock', keys: ['k'], scopes: ['compare'], label: 'Zoom together, on or off', group: 'Compare' },
  { id: 'blink', keys: ['b'], scopes: ['compare'], label: 'Blink against the reference', group: 'Compare' },
  { id: 'reference', keys: ['s'], scopes: ['compare'], label: 'Make it the reference', group: 'Compare' },

  { id: 'subject', keys: ['s'], scopes: ['grid', 'frame'], label: 'Choose the subject', group: 'Subject' },
  {
    id: 'point-left',
    keys: ['ArrowLeft', 'Shift+ArrowLeft'],
    scopes: POINTING,
    label: 'Cross to the left, with Shift a little',
    group: 'Subject',
  },
  {
    id: 'point-right',
    keys: ['ArrowRight', 'Shift+ArrowRight'],
    scopes: POINTING,
    label: 'Cross to the right, with Shift a little',
    group: 'Subject',
  },
  {
    id: 'point-up',
    keys: ['ArrowUp', 'Shift+ArrowUp'],
    scopes: POINTING,
    label: 'Cross up, with Shift a little',
    group: 'Subject',
  },
  {
    id: 'point-down',
    keys: ['ArrowDown', 'Shift+ArrowDown'],
    scopes: POINTING,
    label: 'Cross down, with Shift a little',
    group: 'Subject',
  },
  {
    id: 'point',
    keys: ['Enter'],
    scopes: POINTING,
    label: 'The subject is at the cross',
    group: 'Subject',
  },
  {
    id: 'point-beside',
    keys: ['Shift+Enter'],
    scopes: POINTING,
    label: 'At the cross is something else',
    group: 'Subject',
  },
  {
    id: 'point-undo',
    keys: ['Backspace'],
    scopes: POINTING,
    label: 'Take the last point back',
    group: 'Subject',
  },

  { id: 'find-filter', keys: ['/'], scopes: GRID, label: 'Find a filter', group: 'Work' },
  { id: 'undo', keys: ['Ctrl+z'], scopes: PAGE, label: 'Undo', group: 'Work' },
  { id: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], scopes: PAGE, label: 'Redo', group: 'Work' },
  { id: 'export', keys: ['Shift+e'], scopes: PAGE, label: 'Export', group: 'Work' },
  { id: 'keys', keys: ['?'], scopes: PAGE, label: 'List of keys', group: 'Work' },
] as const satisfies readonly KeyEntry[];

/** Id of an action that has keys. */
export type KeyId = (typeof KEY_TABLE)[number]['id'];
