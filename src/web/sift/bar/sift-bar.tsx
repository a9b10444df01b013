import { Button, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconFileExport, IconKeyboard } from '@tabler/icons-react';
import { Link } from 'wouter';
import { exportJob } from '../../export/export-job.ts';
import { stagePercent } from '../../export/export-words.ts';
import { formatCount, formatPercent } from '../../format/numbers.ts';
import { useKeyHint } from '../../keys/use-keys.ts';
import { runTitle } from '../../runs/run-title.ts';
import { ColourSchemeMenu } from '../../shell/colour-scheme-menu.tsx';
import { useObservable } from '../../state/use-observable.ts';
import { HintedButton } from '../hinted-button.tsx';
import { useSift } from '../sift-context.tsx';
import { PresetsMenu } from './presets-menu.tsx';
import { ReasonBar } from './reason-bar.tsx';
import classes from './sift-bar.module.css';
import { SyncSign } from './sync-sign.tsx';
import { UndoButtons } from './undo-buttons.tsx';

interface SiftBarProps {
  readonly onExport: () => void;
  readonly onKeys: () => void;
}

function ExportButton({ onExport }: { readonly onExport: () => void }) {
  const { model } = useSift();
  const { selection } = useObservable(model.outcome);
  const { id } = useObservable(useSift().run);
  const job = useObservable(exportJob);
  const hint = useKeyHint('export');
  const running = job?.run === id && job.state === 'running' ? job : null;
  return (
    <Tooltip label={hint.combo ? `Export what is kept (${hint.combo})` : 'Export what is kept'}>
      <Button
        size="xs"
        leftSection={<IconFileExport size={16} aria-hidden />}
        aria-keyshortcuts={hint.aria}
        onClick={onExport}
      >
        {running
          ? `Exporting ${formatPercent(stagePercent(running) / 100)}`
          : `Export ${formatCount(selection.kept)}`}
      </Button>
    </Tooltip>
  );
}

/** How many are kept; apart from the bar, which need not be drawn again while a handle moves. */
function Kept({ going }: { readonly going: boolean }) {
  const { selection } = useObservable(useSift().model.outcome);
  return (
    <p className={classes.kept} data-testid="kept">
      <b>{formatCount(selection.kept)}</b> of {formatCount(selection.total)} kept
      {going && <span className={classes.going}> so far</span>}
    </p>
  );
}

/** The bar above everything: which run, what is kept, and what was done. */
export function SiftBar({ onExport, onKeys }: SiftBarProps) {
  const run = useObservable(useSift().run);
  const { id, state } = run;
  const name = runTitle(run);
  const going = state === 'running' || state === 'queued';
  return (
    <header className={classes.bar}>
      <Tooltip label={going ? 'Back to the run, which is still going on' : 'Back to the runs'}>
        <Link className={classes.back} href={going ? `/runs/${id}` : '/runs'}>
          <IconArrowLeft size={18} aria-hidden />
          {going ? 'Run' : 'Runs'}
        </Link>
      </Tooltip>
      <h1 className={classes.name} title={name}>
        {name}
      </h1>
      <Kept going={going} />
      <ReasonBar />
      <SyncSign />
      <UndoButtons />
      <PresetsMenu />
      <HintedButton keyId="keys" size="lg" onClick={onKeys}>
        <IconKeyboard size={18} aria-hidden />
      </HintedButton>
      <ColourSchemeMenu />
      <ExportButton onExport={onExport} />
    </header>
  );
}
