/**
 * Writes policy.schema.json: the schema that `parsePolicy` reads by, for
 * editors and other languages, with the descriptions from src/types.
 *
 *   node scripts/generate-policy-schema.mjs           write
 *   node scripts/generate-policy-schema.mjs --check   fail if the file is not up to date
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { runnerImport } from "vite";

const target = new URL("../policy.schema.json", import.meta.url);
const folder = fileURLToPath(new URL("../src/types/", import.meta.url));
const files = readdirSync(folder).map((name) => join(folder, name));

const program = ts.createProgram(files, {
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noResolve: true,
  exactOptionalPropertyTypes: true,
});
const checker = program.getTypeChecker();

/** A type that a file of src/types declares. */
function declared(name) {
  const declaration = files
    .flatMap((file) => program.getSourceFile(file)?.statements ?? [])
    .find(
      (node) =>
        (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && node.name.text === name,
    );
  if (declaration === undefined) throw new Error(`src/types declares no ${name}.`);
  return declaration;
}

const typeNamed = (name) => checker.getTypeAtLocation(declared(name));
const documentationOf = (symbol) => ts.displayPartsToString(symbol?.getDocumentationComment(checker));

/** The types that a value may have, choices and lists taken apart. */
function partsOf(type) {
  if (type.isUnion()) return type.types.flatMap(partsOf);
  const item = checker.isArrayType(type) ? checker.getTypeArguments(type)[0] : undefined;
  return item === undefined ? [type] : partsOf(item);
}

/** What the types say of a key: of the key itself, or else of what it holds. */
function describe(owners, key, at) {
  const properties = owners.map((owner) => owner.getProperty(key)).filter((found) => found !== undefined);
  const held = properties.flatMap((property) => partsOf(checker.getTypeOfSymbol(property)));
  const own = properties.map(documentationOf).filter((text) => text !== "");
  const texts = own.length > 0 ? own : held.map(({ symbol }) => documentationOf(symbol));
  const description = [...new Set(texts)].join(" ").trim();
  if (description === "") throw new Error(`src/types says nothing about ${at}.`);
  return { description: asProse(description), held };
}

/** Puts the words of a type in the place of a hint to see them there, and joins the lines of a paragraph. */
function asProse(text) {
  return text
    .replace(/See \{@link (\w+)\}\./, (_, name) =>
      documentationOf(checker.getSymbolAtLocation(declared(name).name)),
    )
    .replace(/(?<!\n)\n(?!\n|- )\s*/g, " ");
}

/** The schema without what is only for our own reader, and with descriptions. */
function published(schema, owners, at = "") {
  const { as: _, properties, items, anyOf, ...rest } = schema;
  const described = Object.entries(properties ?? {}).map(([key, property]) => {
    const path = at === "" ? key : `${at}.${key}`;
    const { description, held } = describe(owners, key, path);
    return [key, { description, ...published(property, held, path) }];
  });
  return {
    ...rest,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((option) => published(option, owners, at)) }),
    ...(items === undefined ? {} : { items: published(items, owners, at) }),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(described) }),
  };
}

const { module } = await runnerImport("/src/policy-schema.ts", {
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
});
const document = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "A policy of @dialpool/pool-strategies",
  ...published(module.policySchema, [typeNamed("Policy"), typeNamed("PolicyInput")]),
};
const text = `${JSON.stringify(document, null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  process.stderr.write("policy.schema.json is not up to date: run `pnpm generate`.\n");
  process.exitCode = 1;
}
