import { createContext, use } from 'react';
import type { Sift } from './sift.ts';

const SiftContext = createContext<Sift | null>(null);

/** Gives the run that is sifted to everything below. */
export const SiftProvider = SiftContext.Provider;

/** The run that is sifted. */
export function useSift(): Sift {
  const sift = use(SiftContext);
  if (!sift) throw new Error('useSift is only for parts of the Sift page');
  return sift;
}
