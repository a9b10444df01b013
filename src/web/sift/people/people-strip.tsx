import { useEffect } from 'react';
import { formatCounted } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import classes from './people-strip.module.css';
import { PersonItem } from './person-item.tsx';

/** Who is on the frames, above the gallery: a press shows only the frames of a person. */
export function PeopleStrip() {
  const { people: book, run } = useSift();
  const answer = useObservable(book.answer);
  const busy = useObservable(book.busy);
  const { state } = useObservable(run);
  // Groups of a run that goes on would change with every frame.
  const settled = state !== 'running' && state !== 'queued';
  useEffect(() => {
    if (settled) void book.refresh();
  }, [book, settled]);
  if (!answer || answer.people.length === 0) return null;
  const { people, unassigned } = answer;
  return (
    <section className={classes.strip} aria-label="People" aria-busy={busy}>
      <ul className={classes.list}>
        {people.map((person) => (
          <PersonItem key={person.id} person={person} />
        ))}
      </ul>
      {unassigned > 0 && (
        <span className={classes.rest}>{formatCounted(unassigned, 'face')} like nobody else</span>
      )}
    </section>
  );
}
