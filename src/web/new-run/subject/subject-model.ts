import type { FeaturesAnswer } from '../../../contract/http.ts';
import { isWantedMaskModel, wantedMaskSize } from '../../../contract/mask-model.ts';
import type { ModelPack, ModelsAnswer } from '../../../contract/model-http.ts';
import { currentValue, followsSubject, missingFeature } from '../form/option-rules.ts';
import type { RunForm } from '../form/use-run-form.ts';

/** What the options of a form say of the model. */
function wishOf({ options, state }: Pick<RunForm, 'options' | 'state'>) {
  const value = (name: string): unknown => {
    const facts = options.find((option) => option.name === name);
    return facts ? currentValue(facts, state.given) : null;
  };
  return {
    own: value('sam2WeightsPath'),
    maskingModel: String(value('maskingModel')),
    sam2ModelVariant: String(value('sam2ModelVariant')),
    maskSize: String(value('maskSize')),
  };
}

/** Whether a model of one's own is named, so that the choices of known ones have no effect. */
export function hasOwnModel(form: Pick<RunForm, 'options' | 'state'>): boolean {
  return wishOf(form).own !== null;
}

/** The known model that a run would follow the subject with; null for one's own, and where there is none like that. */
export function chosenMaskModel(
  answer: ModelsAnswer | undefined,
  form: Pick<RunForm, 'options' | 'state'>,
): ModelPack | null {
  const { own, ...wish } = wishOf(form);
  const models = answer?.models.filter(({ kind }) => kind === 'masks') ?? [];
  if (own !== null) return models.find(({ name }) => name === own) ?? null;
  return models.find(({ mask }) => mask !== null && isWantedMaskModel(mask, wish)) ?? null;
}

/** That no model is like what is asked for; null = one is. */
export function noSuchModel(
  answer: ModelsAnswer | undefined,
  form: Pick<RunForm, 'options' | 'state'>,
): string | null {
  const { own, ...wish } = wishOf(form);
  if (!answer || own !== null || chosenMaskModel(answer, form)) return null;
  const name = wish.maskingModel === 'edgetam' ? 'EdgeTAM' : `SAM 2.1 ${wish.sam2ModelVariant}`;
  return `${name} does not look at ${wantedMaskSize(wish)} pixels: choose another mask size.`;
}

/** Why no run that follows a subject can begin; null = it can, or follows none. */
export function subjectObstacle(
  features: FeaturesAnswer | undefined,
  answer: ModelsAnswer | undefined,
  form: Pick<RunForm, 'options' | 'state'>,
): string | null {
  if (!followsSubject(form.state.given)) return null;
  if (missingFeature(features, 'subject')) return 'No subject can be followed on this machine, see Subject.';
  const model = chosenMaskModel(answer, form);
  if (model !== null && model.state !== 'present') return 'The model for masks is missing, see Subject.';
  return noSuchModel(answer, form);
}
