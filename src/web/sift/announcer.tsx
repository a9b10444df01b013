import { useEffect } from 'react';
import { formatCount, formatCounted } from '../format/numbers.ts';
import { announce } from '../parts/live-region.tsx';
import { faceSentence } from './faces/shown-faces.ts';
import { captionField, factsOf, fieldText, frameSentence } from './frame-facts.ts';
import { useSift } from './sift-context.tsx';

/** A screen reader is told once things have come to rest, milliseconds. */
const REST_MS = 500;

/** Says what changed: how many frames are kept, and which frame is looked at where no grid says it. */
export function Announcer() {
  const sift = useSift();
  useEffect(() => {
    const { model, attention, front } = sift;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = model.outcome.value.selection.kept;
    const later = (say: () => void): void => {
      clearTimeout(timer);
      timer = setTimeout(say, REST_MS);
    };
    const ends = [
      model.outcome.subscribe(() => {
        if (model.dragging.value) return;
        const { selection } = model.outcome.value;
        if (selection.kept === kept) return;
        kept = selection.kept;
        later(() => announce(`${formatCount(kept)} of ${formatCounted(selection.total, 'frame')} kept.`));
      }),
      attention.selected.subscribe(() => {
        const { size } = attention.selected.value;
        later(() => announce(size > 1 ? `${formatCounted(size, 'frame')} selected.` : 'Nothing selected.'));
      }),
      attention.focus.subscribe(() => {
        if (front.value.layer !== 'frame') return;
        const row = attention.focus.value;
        const { field, label } = captionField('time');
        const shown = model.shown.value;
        const [place, count] = [shown.placeOf(row), shown.length];
        const value = fieldText(model, field, row);
        const faces = model.data.columns.faces.any ? faceSentence(model, row) : '';
        later(() => announce(frameSentence(factsOf(model, row), { value, label, faces, place, count })));
      }),
      model.dragging.subscribe(() => {
        const { selection } = model.outcome.value;
        if (model.dragging.value || selection.kept === kept) return;
        kept = selection.kept;
        later(() => announce(`${formatCount(kept)} of ${formatCounted(selection.total, 'frame')} kept.`));
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [sift]);
  return null;
}
