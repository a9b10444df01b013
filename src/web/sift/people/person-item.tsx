import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowMerge, IconDots, IconPencil, IconTagOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { PersonFacts } from '../../../contract/people.ts';
import { formatCounted } from '../../format/numbers.ts';
import { formatTime } from '../../format/times.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import { FaceCrop } from './face-crop.tsx';
import { personLabel } from './people-book.ts';
import classes from './people-strip.module.css';

const CROP = 40;
/** What is dragged, so that nothing else can be dropped. */
const DRAGGED = 'application/x-framesift-person';

interface RenameProps {
  readonly label: string;
  readonly name: string;
  /** The field is asked for by a menu. */
  readonly late: boolean;
  readonly onDone: (name: string | null) => void;
}

/** A menu that closes gives the focus back to its button a moment later; only then is it the field's turn. */
const FOCUS_MS = 50;

/** The name while it is typed: Enter sets it, Escape leaves it. */
function Rename({ label, name, late, onDone }: RenameProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!late) field.current?.focus();
    const timer = late ? setTimeout(() => field.current?.focus(), FOCUS_MS) : undefined;
    return () => clearTimeout(timer);
  }, [late]);
  return (
    <input
      ref={field}
      className={classes.rename}
      aria-label={`Name of ${label}`}
      defaultValue={name}
      maxLength={200}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={({ currentTarget }) => onDone(currentTarget.value.trim() || null)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.currentTarget.value = '';
        event.currentTarget.blur();
      }}
    />
  );
}

interface PersonMenuProps {
  readonly person: PersonFacts;
  readonly onRename: () => void;
}

/** Everything that can be done with a person, for keys too. */
function PersonMenu({ person, onRename }: PersonMenuProps) {
  const { people: book } = useSift();
  const { people } = book;
  const label = personLabel(people, person);
  const others = people.filter(({ id }) => id !== person.id);
  return (
    <Menu position="bottom-end" shadow="md" width={220} returnFocus>
      <Menu.Target>
        <ActionIcon size={24} variant="subtle" color="gray" aria-label={`More for ${label}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onRename}>
          {person.name === null ? 'Give a name' : 'Rename'}
        </Menu.Item>
        {person.name !== null && (
          <Menu.Item
            leftSection={<IconTagOff size={16} aria-hidden />}
            onClick={() => void book.unname(person)}
          >
            {person.groups > 1 ? 'Split again, without the name' : 'Take the name away'}
          </Menu.Item>
        )}
        {others.length > 0 && <Menu.Label>The same person as</Menu.Label>}
        {others.map((other) => (
          <Menu.Item
            key={other.id}
            leftSection={<IconArrowMerge size={16} aria-hidden />}
            onClick={() => void book.name([other, person], mergedName(people, other, person))}
          >
            {personLabel(people, other)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What two people are called as one: by the name that there is, that of the one they are merged into first. */
function mergedName(people: readonly PersonFacts[], into: PersonFacts, other: PersonFacts): string {
  return into.name ?? other.name ?? personLabel(people, into);
}

/** One person of the strip. */
export function PersonItem({ person }: { readonly person: PersonFacts }) {
  const { model, people: book } = useSift();
  const criteria = useObservable(model.settled);
  const [renaming, setRenaming] = useState<'key' | 'menu' | null>(null);
  const [over, setOver] = useState(false);
  const { people } = book;
  const label = personLabel(people, person);
  const wanted = book.isWanted(criteria, person);
  const frames = formatCounted(person.frames, 'frame');
  const span = `${formatTime(person.first_time)} – ${formatTime(person.last_time)}`;
  const rename = (name: string | null): void => {
    setRenaming(null);
    if (name !== null && name !== person.name) void book.name([person], name);
  };
  const drop = (event: React.DragEvent): void => {
    setOver(false);
    const id = event.dataTransfer.getData(DRAGGED);
    const other = people.find((one) => one.id === id);
    if (!other || other.id === person.id) return;
    event.preventDefault();
    void book.name([person, other], mergedName(people, person, other));
  };
  return (
    <li
      className={classes.person}
      data-wanted={wanted || undefined}
      data-over={over || undefined}
      draggable={renaming === null}
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(DRAGGED, person.id);
        dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Tooltip label={`${span}. Drag it on another one to merge them`} openDelay={600}>
        <button
          type="button"
          className={classes.pick}
          aria-pressed={wanted}
          aria-label={`${label}, ${frames}`}
          onClick={() => void book.toggle(person)}
          onKeyDown={({ key }) => key === 'F2' && setRenaming('key')}
        >
          <FaceCrop frame={person.medoid.frame_number} face={person.medoid.face} size={CROP} />
          {renaming === null && (
            <span className={classes.words}>
              <b>{label}</b>
              <span>{frames}</span>
            </span>
          )}
        </button>
      </Tooltip>
      {renaming !== null && (
        <Rename label={label} name={person.name ?? ''} late={renaming === 'menu'} onDone={rename} />
      )}
      <PersonMenu person={person} onRename={() => setRenaming('menu')} />
    </li>
  );
}
