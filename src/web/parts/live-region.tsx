import { VisuallyHidden } from '@mantine/core';
import { useSyncExternalStore } from 'react';

let text = '';
const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** Has a screen reader say something when it has finished what it is saying. The same text twice is said once. */
export function announce(words: string): void {
  text = words;
  for (const watcher of watchers) watcher();
}

/** The one polite live region of the app; {@link announce} fills it. */
export function LiveRegion() {
  const words = useSyncExternalStore(watch, () => text);
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite">
        {words}
      </div>
    </VisuallyHidden>
  );
}
