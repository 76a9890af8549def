/**
 * Writes src/generated/spec.ts (the OpenAPI document, so that the published package carries it) and
 * src/generated/schema.ts (its types) from openapi/synthflow.yaml.
 *
 *   node scripts/generate.mjs           write
 *   node scripts/generate.mjs --check   fail if a file is not up to date
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import openapiTypescript, { astToString } from "openapi-typescript";
import { parse } from "yaml";

const source = new URL("../../../openapi/synthflow.yaml", import.meta.url);
const folder = new URL("../src/generated/", import.meta.url);
const NOTICE = "// Made by scripts/generate.mjs from openapi/synthflow.yaml. Do not edit.\n";

function specModule(document) {
  return `${NOTICE}/** The OpenAPI document that the sandbox serves and validates against. */\nexport const spec: unknown = ${JSON.stringify(document, null, 2)};\n`;
}

async function schemaModule() {
  return `${NOTICE}${astToString(await openapiTypescript(source))}`;
}

/** @returns {string | undefined} What is on disk, if anything. */
function readIfThere(url) {
  try {
    return readFileSync(url, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

const outputs = {
  "spec.ts": specModule(parse(readFileSync(source, "utf8"))),
  "schema.ts": await schemaModule(),
};
const isCheck = process.argv.includes("--check");
const stale = Object.entries(outputs).filter(([name, text]) => readIfThere(new URL(name, folder)) !== text);

if (isCheck && stale.length > 0) {
  const names = stale.map(([name]) => `src/generated/${name}`).join(", ");
  process.stderr.write(`Not up to date: ${names}. Run "pnpm generate" and commit the result.\n`);
  process.exitCode = 1;
} else if (!isCheck) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of stale) writeFileSync(new URL(name, folder), text);
}
