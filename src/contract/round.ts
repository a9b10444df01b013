/** Rounds to a number of decimals (`Math.round` of the scaled double: halves go up); never gives -0. */
export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
