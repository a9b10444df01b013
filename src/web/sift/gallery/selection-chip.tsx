import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { formatCount } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import classes from './gallery-toolbar.module.css';

/** How many frames are selected, how many of them are not shown, and what can be done with them. */
export function SelectionChip() {
  const sift = useSift();
  const selected = useObservable(sift.attention.selected);
  const shown = useObservable(sift.model.shown);
  if (selected.size < 2) return null;
  const hidden = selected.size - selected.countIn(shown.rows);
  const words = `${formatCount(selected.size)} selected${hidden > 0 ? `, ${formatCount(hidden)} hidden` : ''}`;
  const showThem = (): void => {
    const [first = -1] = selected.rows();
    if (hidden > 0) sift.model.look({ dropped: true, reason: null, marks: 'any' });
    sift.model.settle();
    sift.attention.focus.value = first;
    sift.attention.reveal();
  };
  const count = formatCount(selected.size);
  return (
    <fieldset className={classes.chip} aria-label={words}>
      <UnstyledButton fz="sm" fw={600} mr={4} onClick={showThem} title="Show them">
        {words}
      </UnstyledButton>
      <Button size="compact-xs" variant="subtle" onClick={() => sift.mark('pin')}>
        Pin {count}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => sift.mark('reject')}>
        Reject {count}
      </Button>
      {selected.size <= 4 && (
        <Button size="compact-xs" variant="subtle" onClick={() => sift.compare()}>
          Compare
        </Button>
      )}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label="Select nothing"
        onClick={() => sift.attention.clear()}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}
