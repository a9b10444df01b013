import { useEffect, useRef, useState } from 'react';
import type { RunForm } from '../form/use-run-form.ts';
import { optionsOf, type ReferenceRow, rowsOf } from './reference-rows.ts';

/** The reference pictures of the form, and how they change. */
export interface References {
  readonly rows: readonly ReferenceRow[];
  readonly change: (next: (rows: readonly ReferenceRow[]) => readonly ReferenceRow[]) => void;
}

const textOf = (options: ReturnType<typeof optionsOf>) => JSON.stringify(options);

/**
 * The rows of the form's reference pictures. They keep their order and their keys while names are typed, which moves a
 * picture from one option to the other; options that come from elsewhere (a preset, the address) make new rows.
 */
export function useReferences(form: RunForm): References {
  const { given } = form.state;
  const [rows, setRows] = useState<readonly ReferenceRow[]>(() => rowsOf(given));
  /** The latest rows, also for what ends later than the drawing that began it. */
  const latest = useRef(rows);
  const wanted = textOf(optionsOf(rowsOf(given)));
  useEffect(() => {
    if (textOf(optionsOf(latest.current)) === wanted) return;
    latest.current = rowsOf(given);
    setRows(latest.current);
  }, [wanted, given]);

  return {
    rows,
    change: (next) => {
      latest.current = next(latest.current);
      setRows(latest.current);
      const options = optionsOf(latest.current);
      for (const facts of form.options) {
        if (facts.name === 'faceRef') form.set(facts, options.faceRef);
        if (facts.name === 'faceRefImg') form.set(facts, options.faceRefImg);
      }
    },
  };
}
