import type sharp from 'sharp';

let loading: Promise<typeof sharp> | null = null;

async function load(): Promise<typeof sharp> {
  const { default: library } = await import('sharp');
  // A run touches every picture once; and one thread a picture keeps the bytes and the load predictable.
  library.cache(false);
  library.concurrency(1);
  return library;
}

/** The library that encodes pictures; loaded at the first call, which takes about 60 ms. */
export function imageLibrary(): Promise<typeof sharp> {
  loading ??= load();
  return loading;
}
