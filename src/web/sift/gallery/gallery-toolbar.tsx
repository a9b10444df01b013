import { ActionIcon, Button, Menu, SegmentedControl, Slider, Switch, Tooltip } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconCheck,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconPhoto,
  IconUsers,
} from '@tabler/icons-react';
import { useObservable } from '../../state/use-observable.ts';
import { HintedButton } from '../hinted-button.tsx';
import { useMasked } from '../masks/use-masked.ts';
import { MARK_FILTERS, type MarkFilter, naturalDirection, sortKeys } from '../model/view-state.ts';
import { useSift } from '../sift-context.tsx';
import { changePrefs, siftPrefs } from '../sift-prefs.ts';
import { FIELD_LABEL } from '../words.ts';
import classes from './gallery-toolbar.module.css';
import { SIZES } from './grid-geometry.ts';
import { SelectionChip } from './selection-chip.tsx';

const MARK_LABEL: Readonly<Record<MarkFilter, string>> = {
  any: 'All',
  pinned: 'Pinned',
  rejected: 'Rejected',
  unmarked: 'Unmarked',
};

function SortMenu() {
  const { model } = useSift();
  const { sort, direction } = useObservable(model.view);
  const faces = useObservable(model.runFaces) !== null;
  const masked = useMasked();
  const rises = direction === 'ascending';
  const turn = rises ? 'descending' : 'ascending';
  return (
    <div className={classes.group}>
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" aria-label={`Sort by ${FIELD_LABEL[sort]}`}>
            <span className={classes.label}>Sort</span> {FIELD_LABEL[sort]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {sortKeys({ faces: { any: faces }, subjects: { any: masked } }).map((key) => (
            <Menu.Item
              key={key}
              leftSection={
                key === sort ? <IconCheck size={16} aria-hidden /> : <span className={classes.blank} />
              }
              aria-current={key === sort || undefined}
              onClick={() => model.look({ sort: key, direction: naturalDirection(key) })}
            >
              {FIELD_LABEL[key]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={rises ? 'Smallest first' : 'Largest first'}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={rises ? 'Smallest first; turn round' : 'Largest first; turn round'}
          onClick={() => model.look({ direction: turn })}
        >
          {rises ? <IconArrowUp size={16} aria-hidden /> : <IconArrowDown size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function SizeSlider() {
  const { size } = useObservable(siftPrefs);
  return (
    <div className={classes.size}>
      <IconPhoto size={14} aria-hidden />
      <Slider
        size={4}
        w={96}
        label={null}
        min={SIZES.min}
        max={SIZES.max}
        step={8}
        value={size}
        onChange={(value) => changePrefs({ size: value })}
        thumbLabel="Size of the pictures"
        thumbProps={{ 'aria-valuetext': `${size} pixels` }}
      />
      <IconPhoto size={20} aria-hidden />
    </div>
  );
}

/** What stands above the gallery: order, size, what is shown, and what is selected. */
export function GalleryToolbar() {
  const { model } = useSift();
  const view = useObservable(model.view);
  const { filters, panel, people } = useObservable(siftPrefs);
  const hasFaces = useObservable(model.runFaces) !== null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Gallery">
      <HintedButton
        keyId="filters"
        label={filters ? 'Hide the filters' : 'Show the filters'}
        pressed={filters}
        onClick={() => changePrefs({ filters: !filters })}
      >
        <IconLayoutSidebar size={18} aria-hidden />
      </HintedButton>
      <SortMenu />
      <SizeSlider />
      <Tooltip label="Dropped frames in their places, hatched, with the reason (H)">
        <Switch
          size="xs"
          label="Dropped"
          checked={view.dropped}
          onChange={({ currentTarget }) => model.look({ dropped: currentTarget.checked, reason: null })}
        />
      </Tooltip>
      <SegmentedControl
        size="xs"
        aria-label="Marks"
        value={view.marks}
        data={MARK_FILTERS.map((value) => ({ value, label: MARK_LABEL[value] }))}
        onChange={(marks) => model.look({ marks, reason: null })}
      />
      {hasFaces && (
        <Tooltip label={people ? 'Hide the people' : 'Show the people'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="People"
            aria-pressed={people}
            onClick={() => changePrefs({ people: !people })}
          >
            <IconUsers size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <SelectionChip />
      <span className={classes.space} />
      <HintedButton
        keyId="panel"
        label={panel ? 'Hide the values' : 'Show the values'}
        pressed={panel}
        onClick={() => changePrefs({ panel: !panel })}
      >
        <IconLayoutSidebarRight size={18} aria-hidden />
      </HintedButton>
    </div>
  );
}
