import ts from 'typescript';

/** An export without the end of a docstring above it. Most files have none, and parsing them all takes seconds. */
const suspicious = /(?<!\*\/\n)^export (?:abstract )?(?:async )?(?:function|class|const)\b/m;

/** The names of the functions and classes that a source file exports without a docstring. */
export function undocumentedExports(text: string): readonly string[] {
  if (!suspicious.test(text)) return [];
  const options = { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const { statements } = ts.createSourceFile('source.ts', text, options);
  const isDocumented = ({ pos }: ts.Statement): boolean =>
    ts.getLeadingCommentRanges(text, pos)?.some((range) => text.startsWith('/**', range.pos)) ?? false;
  return statements.flatMap((statement) =>
    isExported(statement) && !isDocumented(statement) ? promisedNames(statement) : [],
  );
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** The name of a function or class, be it a function in a constant; nothing of other statements. */
function promisedNames(statement: ts.Statement): readonly string[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [statement.name?.text ?? 'default'];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    initializer !== undefined && ts.isArrowFunction(initializer) && ts.isIdentifier(name) ? [name.text] : [],
  );
}
