import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCycles } from './import-cycles.ts';
import { type ModuleImport, readImports } from './read-imports.ts';
import { LONGEST_FILE, PACKAGE_ROOMS, ROOMS } from './room-table.ts';
import { isGenerated, isTestFile, readSources, report, type SourceFiles } from './source-files.ts';

const NODE_MODULES = new Set(builtinModules);

/** `src/select/order.ts` -> `select`, `src/index.ts` -> `index.ts`. */
function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || NODE_MODULES.has(specifier.split('/')[0] ?? '');
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function mayImport(from: string, target: string, typeOnly: boolean): boolean {
  const [own, other] = [roomOf(from), roomOf(target)];
  if (own === other || other === 'contract') return true;
  const room = ROOMS[own];
  if (!room) return false;
  if (typeOnly && room.typesOnly?.includes(other)) return true;
  return room.mayImport.includes(other) || room.mayImport.includes(target.replace(/^src\//, ''));
}

function checkPackage(path: string, { specifier }: ModuleImport): string | null {
  const room = roomOf(path);
  if (ROOMS[room]?.isomorphic && isNodeModule(specifier)) return `imports ${specifier}; ${room} has no Node`;
  const owner = PACKAGE_ROOMS[packageName(specifier)];
  return owner && owner !== room ? `imports ${specifier}; only ${owner} may` : null;
}

/** The file that a relative specifier names; workers are named as they are called once built (`.js`). */
function targetOf(files: SourceFiles, path: string, specifier: string): string {
  const target = posix.join(posix.dirname(path), specifier);
  const source = target.replace(/\.js$/, '.ts');
  return files.has(target) ? target : source;
}

function checkImport(files: SourceFiles, path: string, found: ModuleImport): string | null {
  if (!found.specifier.startsWith('.')) return isTestFile(path) ? null : checkPackage(path, found);
  const target = targetOf(files, path, found.specifier);
  if (!/\.(?:ts|tsx|mts|js|mjs)$/.test(target)) return null; // data
  if (!files.has(target)) return `imports ${found.specifier}, which does not exist under src`;
  if (isTestFile(path)) return null;
  if (isTestFile(target)) return `imports ${found.specifier}, which is for tests`;
  if (mayImport(path, target, found.typeOnly)) return null;
  return `imports ${target}; ${roomOf(path)} may not import ${roomOf(target)} (see scripts/room-table.ts)`;
}

function linesIn(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Files with too many lines; generated ones are exempt. */
export function checkLengths(files: SourceFiles): string[] {
  return [...files]
    .filter(([path, text]) => !isGenerated(path) && linesIn(text) > LONGEST_FILE)
    .map(([path, text]) => `${path}: ${linesIn(text)} lines, at most ${LONGEST_FILE} are allowed`);
}

/** Everything under src against the table of rooms, and import cycles. Tests may import anything that exists. */
export function checkRooms(files: SourceFiles): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  const unknown = new Set<string>();
  for (const [path, text] of files) {
    const room = roomOf(path);
    if (!Object.hasOwn(ROOMS, room)) unknown.add(room);
    const imports = readImports(path, text);
    for (const found of imports) {
      const problem = checkImport(files, path, found);
      if (problem) problems.push(`${path}:${found.line}: ${problem}`);
    }
    const targets = imports.map(({ specifier }) => targetOf(files, path, specifier));
    graph.set(path, [...new Set(targets.filter((target) => files.has(target)))]);
  }
  for (const room of unknown) problems.push(`src/${room}: no such room in scripts/room-table.ts`);
  for (const cycle of findCycles(graph)) problems.push(`import cycle: ${cycle.join(' -> ')}`);
  return problems;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folders = ['src', 'wasm', 'scripts', 'bench', 'tests'];
  const lengths = checkLengths(readSources(process.cwd(), folders));
  report('rooms', [...checkRooms(readSources(process.cwd(), ['src'])), ...lengths]);
}
