import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Files of packages and of the language itself, read once in a process: several plugins may be compiled in a row. */
const shared = new Map<string, ts.SourceFile | undefined>();

/** Checks the types of the plugin and of its tests, and writes `dist` when they are sound; answers what is not. */
export function compilePlugin(folder: string): readonly string[] {
  const tests = path.join(folder, 'tsconfig.spec.json');
  const build = settingsOf(path.join(folder, 'tsconfig.json'));
  const whole = existsSync(tests) ? settingsOf(tests) : build;
  const found = [...build.errors, ...whole.errors, ...diagnosticsOf(programOf(whole))];
  if (found.length === 0) found.push(...programOf(build).emit().diagnostics);
  return [...new Set(found.map(diagnostic => described(diagnostic, folder)))];
}

function settingsOf(file: string): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, host);
  return parsed ?? { options: {}, fileNames: [], errors: [unreadable(file)] };
}

function programOf({ options, fileNames }: ts.ParsedCommandLine): ts.Program {
  const plain: ts.CompilerOptions = { ...options, composite: false, incremental: false };
  delete plain.tsBuildInfoFile;
  const host = ts.createCompilerHost(plain);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (!/\/node_modules\/|\/sdk\/dist\//.test(file)) return read(file, ...rest);
    if (!shared.has(file)) shared.set(file, read(file, ...rest));
    return shared.get(file);
  };
  return ts.createProgram({ rootNames: fileNames, options: plain, host });
}

const diagnosticsOf = (program: ts.Program): readonly ts.Diagnostic[] => [
  ...program.getOptionsDiagnostics(),
  ...program.getSyntacticDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...program.getSemanticDiagnostics(),
];

function described({ file, start, code, messageText }: ts.Diagnostic, folder: string): string {
  const message = `error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  if (!file || start === undefined) return message;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${path.relative(folder, file.fileName)}:${line + 1}:${character + 1} ${message}`;
}

const unreadable = (file: string): ts.Diagnostic => ({
  category: ts.DiagnosticCategory.Error,
  code: 5083,
  file: undefined,
  start: undefined,
  length: undefined,
  messageText: `${file} cannot be read`,
});
