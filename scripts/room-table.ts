/** What the files of a room may import besides their own room and `contract`. */
export interface Room {
  /** Rooms, or single files of rooms (`run/read-run.ts`). */
  readonly mayImport: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly typesOnly?: readonly string[];
  /** Must also work in a browser: no Node modules. */
  readonly isomorphic?: boolean;
}

const BELOW_RUN = [
  'select',
  'source',
  'kernel',
  'decode',
  'score',
  'inference',
  'shots',
  'faces',
  'subject',
] as const;

const ALL_BUT_WEB = [...BELOW_RUN, 'tool.ts', 'run', 'export', 'presets', 'cli', 'server'] as const;

/** The import table of the design; the key is the name of a folder or file under src. */
export const ROOMS: Readonly<Record<string, Room>> = {
  contract: { mayImport: [], isomorphic: true },
  select: { mayImport: [], isomorphic: true },
  source: { mayImport: [] },
  kernel: { mayImport: [] },
  decode: { mayImport: ['kernel'] },
  score: { mayImport: ['select', 'kernel'] },
  inference: { mayImport: [] },
  shots: { mayImport: ['decode', 'kernel'] },
  faces: { mayImport: ['inference', 'kernel'] },
  subject: { mayImport: ['inference', 'faces', 'shots', 'kernel'] },
  'tool.ts': { mayImport: [] }, // name and version of the program
  run: { mayImport: [...BELOW_RUN, 'tool.ts'] },
  export: {
    // Of run only: reading, pictures that a run did not store, and the one place where sharp is loaded and set up.
    mayImport: [
      'select',
      'decode',
      'run/read-run.ts',
      'run/decode-pictures.ts',
      'run/image-library.ts',
      'tool.ts',
    ],
  },
  presets: { mayImport: [] },
  cli: { mayImport: ALL_BUT_WEB },
  server: { mayImport: ALL_BUT_WEB },
  web: { mayImport: ['select'], typesOnly: ['server'], isomorphic: true },
  'index.ts': { mayImport: ALL_BUT_WEB },
};

/** Packages that only one room may import. */
export const PACKAGE_ROOMS: Readonly<Record<string, string>> = {
  'onnxruntime-node': 'inference',
  'onnxruntime-web': 'inference',
};

/** Longest file, in lines. */
export const LONGEST_FILE = 500;
