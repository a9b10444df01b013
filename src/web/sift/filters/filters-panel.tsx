import { CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Criteria } from '../../../select/criteria.ts';
import { useKeyHint } from '../../keys/use-keys.ts';
import { leaveField } from '../../shell/keep-focus.ts';
import { useObservable, useObservedPart } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import { FacesSection, findsFaces } from './faces-section.tsx';
import { foundFilters } from './filter-list.ts';
import classes from './filters.module.css';
import { MasksSection, useMaskFilters } from './masks-section.tsx';
import { RangeFilter } from './range-filter.tsx';
import { WeightsSection } from './weights-section.tsx';

const MODES: readonly { readonly value: Criteria['mode']; readonly label: string }[] = [
  { value: 'individual', label: 'Each' },
  { value: 'overall', label: 'Overall' },
];

/** Focuses the field when it is asked for; the count tells one wish from the next. */
function useFocusOn(wishes: number) {
  const ref = useRef<HTMLInputElement>(null);
  const seen = useRef(wishes);
  useEffect(() => {
    if (seen.current === wishes) return;
    seen.current = wishes;
    ref.current?.focus();
    ref.current?.select();
  }, [wishes]);
  return ref;
}

/** The limits: which frames are kept. */
export function FiltersPanel() {
  const sift = useSift();
  const { model } = sift;
  const mode = useObservedPart(model.criteria, (criteria) => criteria.mode);
  const find = useFocusOn(useObservable(sift.filterWishes));
  const [wanted, setWanted] = useState('');
  const hint = useKeyHint('find-filter');
  const list = useRef<HTMLDivElement>(null);
  const found = foundFilters(mode, wanted);
  const faces = useObservable(model.runFaces) !== null;
  const masks = useMaskFilters(wanted);
  const nothing = found.length + masks.length === 0 && !findsFaces(faces, wanted);
  const findsWeights = 'weights quality'.includes(wanted.trim().toLowerCase());
  const key = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter') list.current?.querySelector<HTMLElement>('[role="slider"]')?.focus();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    setWanted('');
    leaveField();
  };
  return (
    <aside className={classes.panel} aria-label="Filters">
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What is limited: each score, or the quality overall"
          value={mode}
          data={[...MODES]}
          onChange={(chosen) =>
            model.change(
              { ...model.criteria.value, mode: chosen },
              chosen === 'overall' ? 'limit the quality' : 'limit each score',
            )
          }
        />
        <TextInput
          ref={find}
          size="xs"
          aria-label="Find a filter"
          placeholder={`Find a filter${hint.combo ? ` (${hint.combo})` : ''}`}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            wanted ? (
              <CloseButton size="sm" aria-label="Find every filter" onClick={() => setWanted('')} />
            ) : null
          }
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          onKeyDown={key}
        />
      </div>
      <div className={classes.list} ref={list}>
        {found.map((filter) => (
          <RangeFilter key={filter.bound} filter={filter} />
        ))}
        <FacesSection wanted={wanted} />
        <MasksSection wanted={wanted} />
        {findsWeights && <WeightsSection />}
        {nothing && !findsWeights && <p className={classes.none}>No filter is called that.</p>}
      </div>
    </aside>
  );
}
