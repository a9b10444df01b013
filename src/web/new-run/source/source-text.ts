/** What a person typed or pasted as a source. */
export type SourceText =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'unclear'; readonly problem: string };

const unclear = (problem: string): SourceText => ({ kind: 'unclear', problem });

function filePath(address: string): SourceText {
  try {
    const { host, pathname } = new URL(address);
    const path = decodeURIComponent(pathname);
    // file:///C:/clips/a.mp4
    if (host === '') return { kind: 'path', path: path.replace(/^\/(?=[A-Za-z]:\/)/, '') };
    return unclear('A file on another machine: mount the folder and give its path here.');
  } catch {
    return unclear('This file address cannot be read.');
  }
}

/**
 * Tells paths from addresses. File managers copy paths with quotes, as `file:` addresses or with escaped spaces;
 * all of these become the plain path.
 */
export function readSourceText(typed: string): SourceText {
  const text = typed.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (text === '') return { kind: 'nothing' };
  if (text.startsWith('file:')) return filePath(text);
  if (/^https?:\/\//i.test(text)) return { kind: 'address', address: text };
  if (text.startsWith('/')) return { kind: 'path', path: text.replaceAll('\\ ', ' ') };
  if (/^[A-Za-z]:[\\/]/.test(text) || text.startsWith('\\\\')) return { kind: 'path', path: text };
  if (/^[a-z][\w+.-]*:\/\//i.test(text)) return unclear('Only http and https addresses can be used.');
  return unclear('Give the whole path, from the top folder on.');
}

/** The last part of a path, and the folder that it is in. */
export function splitPath(path: string): { readonly name: string; readonly folder: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { name: path.slice(cut + 1), folder: path.slice(0, Math.max(cut, 1)) };
}
