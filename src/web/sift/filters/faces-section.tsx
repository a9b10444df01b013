import { Button, NativeSelect, Switch } from '@mantine/core';
import { Link } from 'wouter';
import { formatCount } from '../../format/numbers.ts';
import { newRunAddress } from '../../new-run/form/form-address.ts';
import { useObservable, useObservedPart } from '../../state/use-observable.ts';
import { PersonOfPicture } from '../faces/person-of-picture.tsx';
import { useSift } from '../sift-context.tsx';
import { boundsStep } from './bound-words.ts';
import { FACE_FILTERS } from './face-filters.ts';
import { distanceNote, distanceText, eyesStep, personStep, withEyesOpen, withPerson } from './face-limits.ts';
import { foundFilters, holdsWords, withBounds } from './filter-list.ts';
import classes from './filters.module.css';
import { RangeFilter } from './range-filter.tsx';

const PERSON_WORDS = 'Person Whose face it has to be.';
const EYES_WORDS = 'Eyes open Faces whose eyes are most likely closed do not count.';
const MISSING_WORDS = 'Faces person eyes head distance';

/** What a condition drops, in words. */
function useEffectWords(reason: 'person' | 'eyes_closed', on: boolean): string {
  const { model } = useSift();
  const outcome = useObservable(model.outcome);
  if (!on) return 'no limit';
  const { all, alone } = outcome.drops(reason);
  return `drops ${formatCount(all)}, ${formatCount(alone)} alone`;
}

/** The people of the references, and who is wanted even if no reference shows them. */
function usePeople(): readonly string[] {
  const { model } = useSift();
  useObservable(model.dataVersion);
  const person = useObservedPart(model.criteria, ({ faces }) => faces.person);
  const { people } = model.data.columns.faces;
  return person === null || people.includes(person) ? people : [...people, person];
}

const ANYBODY = '';

function PersonFilter() {
  const { model } = useSift();
  const person = useObservedPart(model.criteria, ({ faces }) => faces.person);
  const people = usePeople();
  const words = useEffectWords('person', person !== null);
  // An option without a value stands for anybody, so a name goes by its place.
  const value = person === null ? ANYBODY : String(people.indexOf(person));
  return (
    <section className={classes.filter} aria-label="Person" data-filter="person">
      <div className={classes.title}>
        <h2 data-limited={person !== null || undefined}>Person</h2>
        <NativeSelect
          size="xs"
          w={150}
          aria-label="Person"
          value={value}
          data={[
            { value: ANYBODY, label: 'Anybody' },
            ...people.map((name, place) => ({ value: String(place), label: name })),
          ]}
          onChange={({ currentTarget }) => {
            const wanted = currentTarget.value === ANYBODY ? null : people[Number(currentTarget.value)];
            const next = wanted ?? null;
            model.change(withPerson(model.criteria.value, next), personStep(next));
          }}
        />
      </div>
      <div className={classes.info}>{words}</div>
    </section>
  );
}

function EyesFilter() {
  const { model } = useSift();
  const open = useObservedPart(model.criteria, ({ faces }) => faces.eyesOpen);
  const words = useEffectWords('eyes_closed', open);
  return (
    <section className={classes.filter} aria-label="Eyes" data-filter="eyes_open">
      <div className={classes.title}>
        <h2 data-limited={open || undefined}>Eyes open</h2>
        <Switch
          size="xs"
          aria-label="Eyes open"
          checked={open}
          onChange={({ currentTarget: { checked } }) =>
            model.change(withEyesOpen(model.criteria.value, checked), eyesStep(checked))
          }
        />
      </div>
      <div className={classes.info}>
        {open ? words : 'Faces whose eyes are most likely closed do not count.'}
      </div>
    </section>
  );
}

/** The limit up to which the models take two faces for one person, to be set by a press; and what there is to know. */
function DistanceHelp() {
  const { model, references } = useSift();
  const busy = useObservable(references.busy);
  const run = useObservable(model.runFaces);
  const criteria = useObservable(model.criteria);
  useObservable(model.dataVersion);
  const note = distanceNote(criteria);
  const limit = run?.max_distance ?? null;
  const [filter] = FACE_FILTERS;
  const compared = model.data.columns.faces.people.length > 0;
  const set = (): void => {
    if (!filter || limit === null) return;
    const bounds = { min: null, max: limit };
    model.change(withBounds(model.criteria.value, filter.bound, bounds), boundsStep(filter, bounds));
  };
  return (
    <>
      {!compared && (
        <p className={classes.note}>
          No face was compared with anybody yet. Press one in the large picture to find its person.
        </p>
      )}
      {limit !== null && (
        <Button
          size="compact-xs"
          variant="default"
          mt={4}
          aria-pressed={criteria.faces.maxDistance === limit}
          onClick={set}
        >
          Same person: ≤ {distanceText(limit)}
        </Button>
      )}
      <PersonOfPicture />
      {busy && <p className={classes.note}>Comparing …</p>}
      {note && <p className={classes.note}>{note}</p>}
    </>
  );
}

/** Why there is nothing to limit, and the way to a run that has it. */
function NoFaces() {
  const { input, options } = useObservable(useSift().run);
  return (
    <section className={classes.filter} aria-label="Faces">
      <p className={classes.note}>
        Faces were not looked for.{' '}
        <Link href={newRunAddress(input, { ...options, enableFaceFilter: true })}>
          New run that looks for them
        </Link>
      </p>
    </section>
  );
}

/** Whether any part of the section is called like that. */
export function findsFaces(faces: boolean, wanted: string): boolean {
  if (!faces) return holdsWords(MISSING_WORDS, wanted);
  const named = [PERSON_WORDS, EYES_WORDS].some((words) => holdsWords(words, wanted));
  return named || foundFilters('overall', wanted, FACE_FILTERS).length > 0;
}

/** The limits on faces, those that are called as is wanted; of a run without faces, how to make one that has them. */
export function FacesSection({ wanted }: { readonly wanted: string }) {
  const { model } = useSift();
  const faces = useObservable(model.runFaces) !== null;
  if (!findsFaces(faces, wanted)) return null;
  if (!faces) return <NoFaces />;
  return (
    <>
      {holdsWords(PERSON_WORDS, wanted) && <PersonFilter />}
      {foundFilters('overall', wanted, FACE_FILTERS).map((filter) => (
        <RangeFilter
          key={filter.bound}
          filter={filter}
          {...(filter.bound === 'face_distance' ? { more: <DistanceHelp /> } : {})}
        />
      ))}
      {holdsWords(EYES_WORDS, wanted) && <EyesFilter />}
    </>
  );
}
