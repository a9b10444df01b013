/** Keys of the pages of the shell; Sift has a table of its own. */
export const PAGE_KEYS = [
  { combo: '?', what: 'This list' },
  { combo: '/', what: 'Runs: search' },
  { combo: 'Ctrl+Enter', what: 'New run: start' },
  { combo: 'Escape', what: 'Close a dialog or menu' },
] as const;
