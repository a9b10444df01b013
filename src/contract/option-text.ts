import type { OptionSpec } from './option-spec.ts';

/** The flag of an option's camelCase name: `minEdgeStrength` -> `min-edge-strength`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What a value of the option may be, in words: `a number from 0.001 to 86400 seconds`. */
export function describeRange(spec: OptionSpec): string {
  if (spec.range !== undefined) return spec.range;
  const unit = spec.unit ? ` ${spec.unit}` : '';
  switch (spec.kind) {
    case 'number':
      return `a number from ${spec.min} to ${spec.max}${unit}`;
    case 'integer':
      return `a whole number from ${spec.min} to ${spec.max}${unit}`;
    case 'choice':
      return `one of ${(spec.choices ?? []).join(', ')}`;
    case 'list':
      return `any of ${(spec.choices ?? []).join(', ')} with commas between, or none`;
    case 'switch':
      return 'on or off';
    case 'text':
      return 'a text';
    case 'texts':
      return 'a text; can be given several times';
    case 'time':
      return 'a time: seconds or [hh:]mm:ss[.mmm]';
    case 'weights':
      return `five numbers from ${spec.min} to ${spec.max}, at least one above 0 (sharpness, edge strength, contrast, brightness, entropy)`;
  }
}

/** The default of an option, in words. */
export function describeDefault(spec: OptionSpec): string {
  if (spec.default === null) return 'not set';
  if (typeof spec.default === 'boolean') return spec.default ? 'on' : 'off';
  if (Array.isArray(spec.default)) {
    return spec.kind === 'weights' ? spec.default.join(' ') : spec.default.join(',') || 'none';
  }
  return String(spec.default);
}
