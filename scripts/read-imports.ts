import ts from 'typescript';

/** One reference from a file to another module. */
export interface ModuleImport {
  /** As written: `../contract/metric.ts`, `node:fs`, `zod`. */
  readonly specifier: string;
  readonly line: number;
  /** Only types are imported, so nothing is left of it at run time. */
  readonly typeOnly: boolean;
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

/** `new URL('./worker.ts', import.meta.url)` names a module too. */
function workerUrl(node: ts.Node): ts.Expression | null {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'URL')
    return null;
  const [path, base] = node.arguments ?? [];
  return path && base && ts.isPropertyAccessExpression(base) && ts.isMetaProperty(base.expression)
    ? path
    : null;
}

function referenceOf(node: ts.Node): { name: ts.Node; typeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) {
    return { name: node.moduleSpecifier, typeOnly: isTypeOnlyImport(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { name: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { name: node.argument.literal, typeOnly: true };
  }
  const [first] = ts.isCallExpression(node) ? node.arguments : [];
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && first) {
    return { name: first, typeOnly: false };
  }
  const url = workerUrl(node);
  return url ? { name: url, typeOnly: false } : null;
}

/** Every module that a TypeScript or JavaScript text names: imports, re-exports, `import()`, import types, workers. */
export function readImports(path: string, text: string): ModuleImport[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: ModuleImport[] = [];
  const visit = (node: ts.Node): void => {
    const reference = referenceOf(node);
    if (reference && ts.isStringLiteralLike(reference.name)) {
      const { line } = source.getLineAndCharacterOfPosition(reference.name.getStart(source));
      found.push({ specifier: reference.name.text, line: line + 1, typeOnly: reference.typeOnly });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
