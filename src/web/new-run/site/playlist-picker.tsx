import { Button, Checkbox, Group } from '@mantine/core';
import type { SitePlaylist } from '../../../contract/site.ts';
import { formatCount, formatCounted } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { currentValue } from '../form/option-rules.ts';
import type { RunForm } from '../form/use-run-form.ts';
import { placesOf } from './picked.ts';
import classes from './playlist-picker.module.css';

/** The option that says how many videos of a list are looked at. */
const LIMIT = 'playlistLimit';

interface PlaylistPickerProps {
  readonly list: SitePlaylist;
  readonly form: RunForm;
  /** The site is being asked for more. */
  readonly busy: boolean;
}

type Entry = SitePlaylist['entries'][number];

interface EntryRowProps {
  readonly entry: Entry;
  readonly place: number;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function EntryRow({ entry, place, chosen, onToggle }: EntryRowProps) {
  const { title, url, duration, downloaded } = entry;
  return (
    <li className={classes.row}>
      <Checkbox
        className={classes.box ?? ''}
        checked={chosen}
        onChange={onToggle}
        label={
          <>
            <span className={classes.number}>{place + 1}</span>
            <span className={classes.title}>{title ?? url}</span>
          </>
        }
      />
      {downloaded && <span className={classes.mark}>downloaded</span>}
      <span className={classes.length}>{duration === null ? '' : formatDuration(duration)}</span>
    </li>
  );
}

/** How many are shown, and the way to more. */
function More({ list, form, busy }: PlaylistPickerProps) {
  const shown = list.entries.length;
  const facts = form.options.find(({ name }) => name === LIMIT);
  const limit = facts ? currentValue(facts, form.state.given) : null;
  const most = facts?.max ?? null;
  const isCut = list.count === null ? shown === limit : list.count > shown;
  if (!facts || typeof limit !== 'number' || !isCut || (most !== null && limit >= most)) return null;
  const next = Math.min(limit * 2, most ?? limit * 2);
  return (
    <div className={classes.more}>
      <span>
        {list.count === null
          ? `The first ${formatCount(shown)}; there may be more.`
          : `The first ${formatCount(shown)} of ${formatCount(list.count)}.`}
      </span>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => form.set(facts, next)}>
        Show more
      </Button>
    </div>
  );
}

/** The videos of a list, of which each chosen one becomes a run. */
export function PlaylistPicker({ list, form, busy }: PlaylistPickerProps) {
  const { entries } = list;
  const places = placesOf(form.state.picked, entries.length);
  const chosen = new Set(places);
  const toggle = (place: number): void => {
    const next = chosen.has(place) ? places.filter((other) => other !== place) : [...places, place];
    form.pick(next.length === entries.length ? null : next.sort((a, b) => a - b));
  };
  return (
    <div className={classes.list}>
      <div className={classes.head}>
        <p className={classes.count} role="status">
          {formatCount(places.length)} of {formatCounted(entries.length, 'video')} chosen; each becomes a run
        </p>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            disabled={places.length === entries.length}
            onClick={() => form.pick(null)}
          >
            All
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={places.length === 0}
            onClick={() => form.pick([])}
          >
            None
          </Button>
        </Group>
      </div>
      <ul className={classes.rows} aria-label="Videos of the list">
        {entries.map((entry, place) => (
          <EntryRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a list may name a video twice, and its places are what is chosen
            key={`${place} ${entry.url}`}
            entry={entry}
            place={place}
            chosen={chosen.has(place)}
            onToggle={() => toggle(place)}
          />
        ))}
      </ul>
      <More list={list} form={form} busy={busy} />
    </div>
  );
}
