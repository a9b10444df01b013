import { announce } from '../../parts/live-region.tsx';
import type { Sift } from '../sift.ts';

/** Takes the latest step back and says so; while somebody points at the subject, the latest point. */
export function undoStep({ model, pointer }: Sift): void {
  if (pointer.state.value) {
    announce(pointer.undo() ? 'Taken back.' : 'Nothing is pointed at.');
    return;
  }
  const name = model.history.undo();
  announce(name === null ? 'Nothing to undo.' : `Undone: ${name}.`);
}

/** Does the step again that was taken back last, and says so. */
export function redoStep({ model }: Sift): void {
  const name = model.history.redo();
  announce(name === null ? 'Nothing to redo.' : `Done again: ${name}.`);
}
