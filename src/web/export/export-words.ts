import type { ExportPlan, ExportStatus } from '../../contract/http.ts';
import { formatBytes, formatCount, formatCounted } from '../format/numbers.ts';

/** A folder as its name and the folder that it is in. */
export interface SplitFolder {
  readonly name: string;
  readonly parent: string;
}

/** Splits an absolute path of either kind of system. */
export function splitFolder(folder: string): SplitFolder {
  const at = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'));
  return { name: folder.slice(at + 1), parent: folder.slice(0, at) || folder.slice(0, at + 1) };
}

/** What is written, how large it is and how much room there is: `412 pictures + 2 files, about 118 MB, 41 GB free`. */
export function planSentence({ frames, extra_files: extra, bytes, free_bytes: free }: ExportPlan): string {
  const parts = [
    `${formatCounted(frames, 'picture')}${extra.length > 0 ? ` + ${formatCounted(extra.length, 'file')}` : ''}`,
  ];
  if (bytes !== null) parts.push(`about ${formatBytes(bytes)}`);
  if (free !== null) parts.push(`${formatBytes(free)} free`);
  return parts.join(', ');
}

/** Whether the disk has no room for it; a tenth of the estimate is kept in reserve. */
export function lacksRoom({ bytes, free_bytes: free }: ExportPlan): boolean {
  return bytes !== null && free !== null && bytes * 1.1 > free;
}

const STAGES: Readonly<Record<ExportStatus['stage'], string>> = {
  video: 'Taking pinned frames from the video',
  pictures: 'Writing pictures',
  'contact-sheet': 'Making the contact sheet',
};

/** What an export is doing: `Writing pictures, 31 of 412`. */
export function stageSentence({ stage, done, total }: ExportStatus): string {
  return `${STAGES[stage]}, ${formatCount(done)} of ${formatCount(total)}`;
}

/** How far a stage is, percent. */
export function stagePercent({ done, total }: ExportStatus): number {
  return total === 0 ? 0 : Math.min(100, (done / total) * 100);
}
