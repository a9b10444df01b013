import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { OptionFactsView } from '../../../contract/http.ts';
import type { ModelPack } from '../../../contract/model-http.ts';
import { modelsQuery } from '../../api/queries.ts';
import { formatBytes } from '../../format/numbers.ts';
import { packStateWords } from '../faces/face-words.ts';
import { GetModels } from '../faces/get-models.tsx';
import { FieldFrame } from '../form/field-frame.tsx';
import { isChanged } from '../form/form-state.ts';
import { ModelOptions, ModelsSection } from '../form/models-section.tsx';
import { applies, currentValue, followsSubject, type MissingFeature } from '../form/option-rules.ts';
import { labelOf, valueText } from '../form/option-words.ts';
import type { RunForm } from '../form/use-run-form.ts';
import { chosenMaskModel, hasOwnModel, noSuchModel } from './subject-model.ts';

const SECTION = 'masks';
const SWITCH = 'enableSubjectMask';
/** Which of the known models is taken. */
const MODEL: ReadonlySet<string> = new Set(['maskingModel', 'sam2ModelVariant', 'maskSize']);
const OWN = 'sam2WeightsPath';
/** Said with frame numbers, which are seen in Sift: shown only where they came with a preset or another run. */
const POINTED: ReadonlySet<string> = new Set(['subjectBox', 'subjectPoint']);

/** Models that are made by hand are not told by their size. */
function missingWords(model: ModelPack): string {
  return model.export_command === null ? `model ${packStateWords(model)}` : 'model has to be made first';
}

function summaryOf({ state, options }: RunForm, model: ModelPack | null): string {
  const missing = model !== null && model.state !== 'present' ? missingWords(model) : null;
  if (!followsSubject(state.given)) return missing === null ? 'off' : `off: ${missing}`;
  const changed = options
    .filter(({ section, name }) => section === SECTION && name !== SWITCH)
    .filter((facts) => isChanged(state, facts) && applies(facts, options, state.given))
    .map((facts) => `${labelOf(facts.name)} ${valueText(facts, currentValue(facts, state.given))}`);
  return [...(missing === null ? [] : [missing]), ...changed].join(', ');
}

interface FollowSwitchProps {
  readonly form: RunForm;
  readonly facts: OptionFactsView;
  readonly on: boolean;
  readonly missing: MissingFeature | null;
  readonly onOff: () => void;
}

/** The master switch; pointing at a subject turns it on too, so turning it off takes that away. */
function FollowSwitch({ form, facts, on, missing, onOff }: FollowSwitchProps) {
  return (
    <FieldFrame form={form} facts={facts} missing={on ? null : missing}>
      {({ error: _, ...control }) => (
        <Switch
          {...control}
          checked={on}
          onChange={({ currentTarget }) => (currentTarget.checked ? form.set(facts, true) : onOff())}
        />
      )}
    </FieldFrame>
  );
}

/** Subject: whether it is followed, with which model, and how. */
export function SubjectSection({ form }: { readonly form: RunForm }) {
  const { options, state } = form;
  const { data: models } = useQuery(modelsQuery);
  const mine = options.filter(({ section }) => section === SECTION);
  const on = followsSubject(state.given);
  const model = chosenMaskModel(models, form);
  const isMissing = model !== null && model.state !== 'present';
  const own = hasOwnModel(form);
  const known = mine.filter(
    ({ name, applies_when: when }) =>
      MODEL.has(name) && !own && (when?.option !== 'maskingModel' || usesSam2()),
  );
  const choice = [...known, ...mine.filter(({ name }) => name === OWN)];
  const rest = mine.filter((facts) => {
    const { name } = facts;
    if (name === SWITCH || name === OWN || MODEL.has(name)) return false;
    return POINTED.has(name) ? isChanged(state, facts) : on;
  });
  function usesSam2(): boolean {
    const facts = mine.find(({ name }) => name === 'maskingModel');
    return facts !== undefined && currentValue(facts, state.given) === 'sam2';
  }
  const none = noSuchModel(models, form);
  const facts = mine.find(({ name }) => name === SWITCH);
  const notHere = { reason: 'The chosen model is not here yet.', enable: 'Get it above.' };
  const reason = none === null ? notHere : { reason: none, enable: '' };
  const canBeGot = isMissing && model.export_command === null;
  return (
    <ModelsSection
      form={form}
      section={SECTION}
      on={on}
      summary={summaryOf(form, model)}
      get={canBeGot ? `Get the model for masks, ${formatBytes(model.download_bytes)}` : null}
      onReset={form.reset}
    >
      {models && <ModelOptions form={form} options={choice} />}
      {none !== null && on && <p role="alert">{none}</p>}
      {model && <GetModels pack={model} key={model.name} />}
      {facts && (
        <FollowSwitch
          form={form}
          facts={facts}
          on={on}
          missing={models && !isMissing && none === null ? null : reason}
          onOff={() => form.reset([SWITCH, ...POINTED])}
        />
      )}
      {rest.length > 0 && <ModelOptions form={form} options={rest} />}
    </ModelsSection>
  );
}
