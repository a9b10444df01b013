import { Observable } from '../state/observable.ts';

const NAMES = [
  'canvas',
  'panel',
  'raised',
  'stage',
  'text',
  'muted',
  'border',
  'hairline',
  'accent',
  'keep',
  'drop',
  'pin',
  'outline',
  'shot-even',
  'shot-odd',
] as const;

/** The colours of tokens.css as a canvas takes them. */
export type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

function read(): Colours {
  const style = globalThis.document ? getComputedStyle(document.documentElement) : null;
  const entries = NAMES.map((name) => [name, style?.getPropertyValue(`--fs-${name}`).trim() || '#888']);
  return Object.fromEntries(entries) as Colours;
}

/** The colours of the scheme that is on; others as soon as it changes. */
export const colours = new Observable<Colours>(read());

if (globalThis.document) {
  const refresh = (): void => {
    colours.value = read();
  };
  const attributes = { attributeFilter: ['data-mantine-color-scheme'] };
  new MutationObserver(refresh).observe(document.documentElement, attributes);
  // Styles may come after this file.
  addEventListener('load', refresh);
}
