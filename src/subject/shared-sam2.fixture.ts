import { existsSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../../shared/fixtures/sam2');

/** Whether the models of random weights lie beside the project. */
export const hasSharedSam2 = existsSync(FOLDER);

/** A path among them. */
export const sharedSam2 = (...parts: readonly string[]): string => path.join(FOLDER, ...parts);
