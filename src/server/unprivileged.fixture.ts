import { chownSync, lchownSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** User and group without any rights, as most systems number them. */
const NOBODY = 65_534;

function giveAway(folder: string): void {
  chownSync(folder, NOBODY, NOBODY);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inner = path.join(folder, entry.name);
    if (entry.isDirectory()) giveAway(inner);
    else lchownSync(inner, NOBODY, NOBODY);
  }
}

/**
 * Works without the rights of root, who may read and write everything: for tests about what is forbidden. The folder
 * then belongs to the user of the work.
 */
export async function unprivileged(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return work();
  giveAway(folder);
  process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}
