import type { Feature, FeaturesAnswer } from '../contract/http.ts';
import { TOOL } from '../tool.ts';
import type { Check } from './doctor-check.ts';

type FeatureState = FeaturesAnswer['features'][Feature];

const AVAILABLE: FeatureState = { available: true, reason: null, enable: null };

/** Whether the part that a line of the report is about works. */
function stateOf(check: Check | undefined): FeatureState {
  if (check === undefined || check.status === 'ok') return AVAILABLE;
  return { available: false, reason: check.detail, enable: check.enable };
}

/** What works here, told from the doctor's report. */
export function featuresOf(checks: readonly Check[], workspace: string): FeaturesAnswer {
  const named = (name: string) => stateOf(checks.find((check) => check.name === name));
  return {
    version: TOOL.version,
    platform: process.platform,
    workspace,
    features: {
      analyze: stateOf(checks.find(({ status }) => status === 'problem')),
      urls: named('addresses'),
      faces: named('faces'),
      subject: named('subject'),
      gpu: named('graphics processor'),
    },
    checks: [...checks],
  };
}
