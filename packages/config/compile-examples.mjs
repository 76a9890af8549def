import { join } from "node:path";
import ts from "typescript";
import { readmeExamples } from "./readme-examples.mjs";

/** How a reader's compiler may look for modules. */
const RESOLUTIONS = [
  { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
];

/**
 * Compiles the runnable examples of pages, each as a module on its own, as `tsc --strict` does.
 *
 * One program for all of them, once for each way to look for modules. Nothing is written to the disk.
 *
 * @param {readonly import("./compile-examples.d.mts").ExamplePage[]} pages
 * @returns {readonly string[]} What does not compile, `README.md:24: …`; each fault once. Empty: all is well.
 */
export function exampleFaults(pages) {
  const examples = new Map(
    pages.flatMap((page) =>
      readmeExamples(page.markdown).map(({ line, code }) => [
        join(page.folder, `example-on-line-${line}.mts`),
        { page, line, code },
      ]),
    ),
  );
  const sources = new Map();
  return [...new Set(RESOLUTIONS.flatMap((resolution) => faultsUnder(resolution, examples, sources)))];
}

function faultsUnder(resolution, examples, sources) {
  const options = {
    ...resolution,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ["node"],
    skipLibCheck: true,
    noEmit: true,
  };
  const program = ts.createProgram([...examples.keys()], options, hostOf(options, examples, sources));
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    const example = examples.get(diagnostic.file?.fileName);
    if (example === undefined) return `${diagnostic.file?.fileName ?? "The compiler"}: ${text}`;
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    return `${example.page.name}:${example.line + line}: ${text}`;
  });
}

/** The disk, with the examples beside the package whose page they are of, so that imports are looked up from there. */
function hostOf(options, examples, sources) {
  const disk = ts.createCompilerHost(options);
  return {
    ...disk,
    fileExists: (name) => examples.has(name) || disk.fileExists(name),
    readFile: (name) => examples.get(name)?.code ?? disk.readFile(name),
    directoryExists: (name) => disk.directoryExists(name),
    getSourceFile: (name, version, ...rest) => {
      const example = examples.get(name);
      if (example !== undefined) return ts.createSourceFile(name, example.code, version);
      // The same declarations serve both programs: parsing them is most of the work.
      const key = `${name} ${version.impliedNodeFormat}`;
      if (!sources.has(key)) sources.set(key, disk.getSourceFile(name, version, ...rest));
      return sources.get(key);
    },
  };
}
