/** Parts that a later version brings, with the names that are settled already. */
const LATER = {
  'subject masks': {
    options: [
      'enable-subject-mask',
      'no-enable-subject-mask',
      'masking-model',
      'sam2-model-variant',
      'sam2-weights-path',
      'reid-fallback',
      'no-reid-fallback',
      'iou-threshold',
      'scene-detect',
      'no-scene-detect',
    ],
    commands: [],
  },
} as const satisfies Record<string, { options: readonly string[]; commands: readonly string[] }>;

/**
 * The part that a flag or command belongs to, in words, where this version lacks it; else null.
 * @param name with or without leading dashes
 */
export function laterPart(name: string): string | null {
  const bare = name.replace(/^--/, '');
  const isFlag = bare !== name;
  for (const [part, { options, commands }] of Object.entries(LATER)) {
    const names: readonly string[] = isFlag ? options : commands;
    if (names.includes(bare)) return part;
  }
  return null;
}
