import { Button, Group, Loader } from '@mantine/core';
import type { SitePlaylist, SiteVideo } from '../../../contract/site.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { RunForm } from '../form/use-run-form.ts';
import classes from '../probe/probe-card.module.css';
import { ProbeFacts } from '../probe/probe-card.tsx';
import type { SourceFacts } from '../probe/use-probe.ts';
import { PlaylistPicker } from './playlist-picker.tsx';
import own from './site-card.module.css';
import { hostOf, videoFacts, videoNote } from './site-words.ts';
import type { SiteFacts } from './use-site.ts';

interface SiteCardProps {
  readonly address: string;
  readonly form: RunForm;
  readonly site: SiteFacts;
  /** What is known of the file, where the video was downloaded before. */
  readonly file: SourceFacts;
  readonly onClear: () => void;
}

const LIVE_WORDS = { no: null, live: 'Live', upcoming: 'Not begun' } as const;

/** What the page says of a video, and of its file where that is there already. */
function VideoPart({ video, file }: { readonly video: SiteVideo; readonly file: SourceFacts }) {
  const facts = videoFacts(video).filter(({ label }) => !file.answer || ['By', 'Chapters'].includes(label));
  return (
    <>
      {facts.length > 0 && (
        <dl className={`${classes.facts} ${own.facts}`}>
          {facts.map(({ label, value }) => (
            <div key={label} className={classes.fact}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={own.note}>{videoNote(video)}</p>
      <ProbeFacts facts={file} />
    </>
  );
}

interface HeadProps {
  readonly answer: SiteVideo | SitePlaylist | null;
  readonly address: string;
}

function Names({ answer, address }: HeadProps) {
  const live = answer?.kind === 'video' ? LIVE_WORDS[answer.live] : null;
  const title = answer?.title ?? hostOf(address);
  return (
    <div className={classes.names}>
      <h2 className={classes.name}>
        {title}
        {live && <span className={own.live}>{live}</span>}
        {answer?.kind === 'playlist' && <span className={own.badge}>List</span>}
      </h2>
      <p className={classes.folder}>{address}</p>
    </div>
  );
}

function SiteError({ site }: { readonly site: SiteFacts }) {
  return (
    <Group mt="md" grow>
      <ErrorNotice error={site.error} onRetry={site.retry} />
    </Group>
  );
}

/** The chosen address: what the site says that it holds. */
export function SiteCard({ address, form, site, file, onClear }: SiteCardProps) {
  const { answer, error, asking } = site;
  return (
    <Panel aria-label="Source" aria-busy={asking}>
      <div className={classes.source}>
        <Names answer={answer} address={address} />
        <Group gap="sm">
          {asking && answer && <Loader size="sm" role="status" aria-label="Asking the site again" />}
          <Button variant="default" onClick={onClear}>
            Clear
          </Button>
        </Group>
      </div>
      {error !== null && !asking && <SiteError site={site} />}
      {!answer && asking && <Loading what={`Asking ${hostOf(address)}`} />}
      {answer?.kind === 'video' && <VideoPart video={answer} file={file} />}
      {answer?.kind === 'playlist' && <PlaylistPicker list={answer} form={form} busy={asking} />}
    </Panel>
  );
}
