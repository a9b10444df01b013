import { useQuery } from '@tanstack/react-query';
import type { ModelPack } from '../../../contract/model-http.ts';
import { modelsQuery } from '../../api/queries.ts';
import { formatBytes } from '../../format/numbers.ts';
import { toastUndo } from '../../parts/toasts.tsx';
import { isChanged } from '../form/form-state.ts';
import classes from '../form/models-section.module.css';
import { ModelOptions, ModelsSection } from '../form/models-section.tsx';
import { applies, currentValue, findsFaces } from '../form/option-rules.ts';
import { labelOf } from '../form/option-words.ts';
import type { RunForm } from '../form/use-run-form.ts';
import { chosenPack, packStateWords } from './face-words.ts';
import { FindFacesSwitch } from './find-faces-switch.tsx';
import { GetModels } from './get-models.tsx';
import { ModelsField } from './models-field.tsx';
import { ReferencePictures } from './reference-pictures.tsx';
import { rowsOf } from './reference-rows.ts';

const SECTION = 'faces';
/** Options with a place of their own in the section. */
const PLACED: ReadonlySet<string> = new Set(['enableFaceFilter', 'faceModel', 'faceRef', 'faceRefImg']);

/** What the section says while it is closed. */
function summaryOf({ state, options }: RunForm, pack: ModelPack | null): string {
  const { given } = state;
  const missing = pack !== null && pack.state !== 'present' ? `models ${packStateWords(pack)}` : null;
  if (!findsFaces(given)) return missing === null ? 'off' : `off: ${missing}`;
  const pictures = rowsOf(given).length;
  const changed = options.filter(
    (facts) => facts.section === SECTION && !PLACED.has(facts.name) && isChanged(state, facts),
  );
  return [
    ...(missing === null ? [] : [missing]),
    ...(pictures > 0 ? [`${pictures} reference ${pictures === 1 ? 'picture' : 'pictures'}`] : []),
    ...changed.filter((facts) => applies(facts, options, given)).map(({ name }) => labelOf(name)),
  ].join(', ');
}

/** Faces: whether they are looked for, with which models, whose, and which frames are dropped without one. */
export function FacesSection({ form }: { readonly form: RunForm }) {
  const { options, state } = form;
  const { given } = state;
  const { data: models } = useQuery(modelsQuery);
  const mine = options.filter(({ section }) => section === SECTION);
  const modelFacts = mine.find(({ name }) => name === 'faceModel');
  const model = modelFacts ? String(currentValue(modelFacts, given)) : '';
  const pack = chosenPack(models, given, modelFacts?.default);
  const ready = models !== undefined && (pack === null || pack.state === 'present');
  const on = findsFaces(given);
  const changed = mine.filter((facts) => isChanged(state, facts)).map(({ name }) => name);
  const rest = mine.filter(
    (facts) =>
      !PLACED.has(facts.name) &&
      applies(facts, options, given) &&
      (facts.name !== 'faceTiles' || pack === null || pack.tiles),
  );

  const takeOut = (names: readonly string[]): void => {
    const before = mine
      .filter(({ name }) => names.includes(name))
      .map((facts) => [facts, given[facts.name]] as const);
    const pictures = rowsOf(given).length;
    form.reset(names);
    if (pictures === 0) return;
    toastUndo('Faces and reference pictures are taken out of the form.', async () => {
      for (const [facts, value] of before) if (value !== undefined) form.set(facts, value);
    });
  };
  const isMissing = pack !== null && pack.state !== 'present';
  return (
    <ModelsSection
      form={form}
      section={SECTION}
      on={on}
      summary={summaryOf(form, pack)}
      get={isMissing ? `Get the models for faces, ${formatBytes(pack.download_bytes)}` : null}
      onReset={takeOut}
    >
      {models && modelFacts && (
        <div className={classes.field}>
          <ModelsField form={form} facts={modelFacts} missing={null} models={models} />
        </div>
      )}
      {pack && <GetModels pack={pack} key={pack.name} />}
      <FindFacesSwitch
        form={form}
        on={on}
        ready={ready}
        onOff={() => takeOut(changed.filter((name) => name !== 'faceModel'))}
      />
      {on && ready && <ReferencePictures form={form} model={model} />}
      {on && ready && <ModelOptions form={form} options={rest} />}
    </ModelsSection>
  );
}
