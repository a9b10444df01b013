import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { isGenerated, isTestFile, readSources, report, type SourceFiles } from './source-files.ts';

/** Rooms whose exported symbols must be explained. */
export const DOCUMENTED_ROOMS = [
  'contract',
  'select',
  'kernel',
  'score',
  'decode',
  'run',
  'export',
  'presets',
  'source',
  'inference',
  'faces',
  'server',
  'web',
] as const;

/** A declaration that can be exported under a name. */
interface Declared {
  readonly name: string;
  readonly node: ts.Node;
  readonly exported: boolean;
}

function declaredBy(statement: ts.Statement): Declared[] {
  const exported =
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => ({
      name: name.getText(),
      node: statement,
      exported,
    }));
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return named ? [{ name: statement.name?.text ?? 'default', node: statement, exported }] : [];
}

/** Names in `export { a, b as c }` without a module: declared in this file. */
function exportedLater(statement: ts.Statement): string[] {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) return [];
  if (!ts.isNamedExports(statement.exportClause)) return [];
  return statement.exportClause.elements.map((element) => (element.propertyName ?? element.name).text);
}

function hasDocComment(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some((part) => ts.isJSDoc(part) && /[a-z]/i.test(part.getText()));
}

/** Exported symbols of one file without a doc comment; re-exports from other files are explained there. */
export function undocumentedSymbols(path: string, text: string): { name: string; line: number }[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const later = new Set(source.statements.flatMap(exportedLater));
  const declared = source.statements
    .flatMap(declaredBy)
    .filter(({ name, exported }) => exported || later.has(name));
  const documented = new Set(declared.filter(({ node }) => hasDocComment(node)).map(({ name }) => name));
  return declared
    .filter(({ name }) => !documented.has(name))
    .map(({ name, node }) => ({
      name,
      line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
    }));
}

/** One line for every exported symbol of the documented rooms that nobody explains. */
export function checkDocstrings(files: SourceFiles): string[] {
  const rooms = DOCUMENTED_ROOMS.map((room) => `src/${room}/`);
  return [...files]
    .filter(
      ([path]) => rooms.some((room) => path.startsWith(room)) && !isTestFile(path) && !isGenerated(path),
    )
    .flatMap(([path, text]) =>
      undocumentedSymbols(path, text).map(({ name, line }) => `${path}:${line}: ${name} has no doc comment`),
    );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  report('docstrings', checkDocstrings(readSources(process.cwd(), ['src'])));
}
