import { Button, Group, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { splitPath } from '../source/source-text.ts';
import classes from './probe-card.module.css';
import { ProbeStrip } from './probe-strip.tsx';
import { probeBadges, probeFacts } from './probe-words.ts';
import type { SourceFacts } from './use-probe.ts';

interface ProbeCardProps {
  readonly source: string;
  readonly facts: SourceFacts;
  readonly onPick: () => void;
  readonly onClear: () => void;
}

/** The chosen video: what it looks like, what it is, and what is out of the ordinary. */
export function ProbeCard({ source, facts, onPick, onClear }: ProbeCardProps) {
  const { answer, error, retry } = facts;
  const { name, folder } = splitPath(source);
  return (
    <Panel aria-label="Source">
      <div className={classes.source}>
        <div className={classes.names}>
          <h2 className={classes.name}>{name}</h2>
          <p className={classes.folder}>{folder}</p>
        </div>
        <Group gap="sm">
          <Button variant="default" onClick={onPick}>
            Pick another
          </Button>
          <Button variant="subtle" color="gray" onClick={onClear}>
            Clear
          </Button>
        </Group>
      </div>
      {!answer && error !== null && (
        <Group mt="md" grow>
          <ErrorNotice error={error} onRetry={retry} />
        </Group>
      )}
      {!answer && error === null && <Loading what="Reading the source" />}
      {answer && <ProbeFacts facts={facts} />}
    </Panel>
  );
}

/** Pictures and facts of a file, as soon as they are known. */
export function ProbeFacts({ facts: { answer, glob } }: { readonly facts: SourceFacts }) {
  if (!answer) return null;
  const { probe, source, warnings } = answer;
  const badges = probeBadges(probe);
  return (
    <>
      <ProbeStrip path={source.path} probe={probe} glob={glob} />
      <dl className={classes.facts}>
        {probeFacts(probe, source.size, answer.name).map(({ label, value }) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {badges.length > 0 && (
        <ul className={classes.badges} aria-label="Out of the ordinary">
          {badges.map(({ label, meaning }) => (
            <Tooltip key={label} label={meaning}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be reachable by keyboard */}
              <li className={classes.badge} tabIndex={0}>
                {label}
                <VisuallyHidden>: {meaning}</VisuallyHidden>
              </li>
            </Tooltip>
          ))}
        </ul>
      )}
      {warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning} className={classes.warning}>
              <IconAlertTriangle size={16} aria-hidden />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
