import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { OptionsAnswer } from '../../contract/http.ts';
import { featuresQuery, modelsQuery, optionsQuery } from '../api/queries.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import { toastInfo } from '../parts/toasts.tsx';
import { PresetMenu } from '../presets/preset-menu.tsx';
import { Page } from '../shell/page.tsx';
import { useObservable } from '../state/use-observable.ts';
import { chosenPack, facesObstacle } from './faces/face-words.ts';
import { currentValue, effectiveValues, missingFeature } from './form/option-rules.ts';
import { OptionSections } from './form/option-sections.tsx';
import { differenceWords } from './form/option-words.ts';
import { sourceKind, suits } from './form/source-options.ts';
import { useRunForm } from './form/use-run-form.ts';
import { METHOD_SECTION, MethodCards } from './method/method-cards.tsx';
import { estimateNote, methodObstacle } from './method/method-words.ts';
import classes from './new-run-page.module.css';
import { ProbeCard } from './probe/probe-card.tsx';
import { type SourceFacts, useProbe } from './probe/use-probe.ts';
import { SiteCard } from './site/site-card.tsx';
import { siteObstacle } from './site/site-words.ts';
import { addressOf, useSite } from './site/use-site.ts';
import { fileOf, ofOneVideo, remaining, wantedRuns } from './site/wanted-runs.ts';
import { FileDialog } from './source/file-dialog.tsx';
import { SourcePicker } from './source/source-picker.tsx';
import { StartBar } from './start-bar.tsx';
import { subjectObstacle } from './subject/subject-model.ts';
import { HereLines } from './uploads/here-lines.tsx';
import { SendingList } from './uploads/sending-list.tsx';
import { latestArrival } from './uploads/uploads.ts';
import { UploadsSection } from './uploads/uploads-section.tsx';

const TITLE = 'New run';
/** Options that have an effect only where the source is an address. */
const DOWNLOAD_SECTION = 'download';

/** Where a run is set up: a video, which of its frames, and how. */
export function NewRunPage() {
  const { data, error, refetch } = useQuery(optionsQuery);
  if (data) return <NewRun answer={data} />;
  return (
    <Page title={TITLE}>
      {error ? <ErrorNotice error={error} onRetry={refetch} /> : <Loading what="Reading the options" />}
    </Page>
  );
}

/** Uses a file as soon as it has arrived, unless another source was chosen meanwhile. */
function useArrivals(source: string | null, setSource: (path: string) => void): void {
  const arrival = useObservable(latestArrival);
  useEffect(() => {
    if (!arrival) return;
    latestArrival.value = null;
    if (source === null) setSource(arrival.path);
    else if (source !== arrival.path) toastInfo(`${arrival.name} is uploaded; it is in the list of uploads.`);
  }, [arrival, source, setSource]);
}

/** Why no run can begin, whatever the form says. */
function obstacleOf(incapable: boolean, { answer, error }: SourceFacts): string | null {
  if (incapable) return 'A required part is missing, see above.';
  return !answer && error !== null ? 'This video cannot be used, see above.' : null;
}

function NewRun({ answer }: { readonly answer: OptionsAnswer }) {
  const form = useRunForm(answer.analyze);
  const { state, setSource } = form;
  const { data: features } = useQuery(featuresQuery);
  const address = addressOf(state.source);
  const site = useSite(address, state.given);
  const facts = useProbe(address === null ? state.source : fileOf(site), form.options, state.given);
  const [picking, setPicking] = useState(false);
  useArrivals(state.source, setSource);

  const scope = useMemo(() => new Set(answer.analyze.map(({ name }) => name)), [answer]);
  const sections = answer.sections.filter((section) => section !== DOWNLOAD_SECTION || address !== null);
  const kind = sourceKind(facts.answer, facts.error);
  const used = form.options.filter(({ section, name }) => sections.includes(section) && suits(name, kind));
  const effective = effectiveValues(used, state.given);
  const method = form.options.find(({ name }) => name === 'method');
  const chosen = method ? currentValue(method, state.given) : null;
  const { estimates } = facts;
  const estimate = estimates.find(({ method: name }) => name === chosen) ?? null;
  const analyze = missingFeature(features, 'analyze');
  const { data: models } = useQuery(modelsQuery);
  const usualModel = form.options.find(({ name }) => name === 'faceModel')?.default;
  const faces = facesObstacle(features, chosenPack(models, state.given, usualModel), state.given);
  const subject = kind === 'video' ? subjectObstacle(features, models, form) : null;
  const missing = faces ?? subject;

  return (
    <Page
      title={TITLE}
      actions={
        <PresetMenu
          values={effective}
          scope={scope}
          words={differenceWords(form.options, effective)}
          onLoad={form.load}
        />
      }
    >
      <div className={classes.parts}>
        {analyze && (
          <Alert
            color="red"
            role="alert"
            icon={<IconAlertTriangle aria-hidden />}
            title="No video can be worked on yet"
          >
            {analyze.reason} {analyze.enable}
          </Alert>
        )}
        {state.source === null && (
          <SourcePicker features={features} onPick={() => setPicking(true)} onUse={setSource} />
        )}
        {address !== null && (
          <SiteCard address={address} form={form} site={site} file={facts} onClear={() => setSource(null)} />
        )}
        {state.source !== null && address === null && (
          <ProbeCard
            source={state.source}
            facts={facts}
            onPick={() => setPicking(true)}
            onClear={() => setSource(null)}
          />
        )}
        <HereLines />
        <SendingList />
        <UploadsSection source={state.source} onUse={setSource} />
        <MethodCards form={form} features={features} estimates={estimates} kind={kind} />
        <OptionSections
          form={form}
          features={features}
          kind={kind}
          sections={sections.filter((section) => section !== METHOD_SECTION)}
        />
        <StartBar
          form={form}
          wanted={wantedRuns(state, site.answer)}
          values={address === null ? effective : ofOneVideo(effective)}
          estimate={estimate}
          note={estimateNote(estimate, facts.settled)}
          obstacle={
            address === null || analyze !== null
              ? (methodObstacle(String(chosen), kind) ?? obstacleOf(analyze !== null, facts) ?? missing)
              : (siteObstacle(site, form.options, state.given) ?? missing)
          }
          waiting={address !== null && site.answer === null && site.error === null}
          onPartly={(started) => form.pick(remaining(state, site.answer, started))}
        />
      </div>
      <FileDialog
        opened={picking}
        onClose={() => setPicking(false)}
        onPick={(path) => {
          setPicking(false);
          setSource(path);
        }}
      />
    </Page>
  );
}
