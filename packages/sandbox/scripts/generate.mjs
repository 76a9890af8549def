// Turns openapi/synthflow.yaml into the module that the sandbox bundles.
// With --check it only tells whether the committed module is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const source = fileURLToPath(new URL("../../../openapi/synthflow.yaml", import.meta.url));
const target = fileURLToPath(new URL("../src/generated/spec.json", import.meta.url));
const wanted = `${JSON.stringify(parse(readFileSync(source, "utf8")), null, 1)}\n`;

if (process.argv.includes("--check")) {
  const present = readFileSync(target, "utf8");
  if (present !== wanted) {
    process.stderr.write("src/generated/spec.json is stale: run `pnpm generate` and commit it.\n");
    process.exit(1);
  }
} else {
  writeFileSync(target, wanted);
}
