/**
 * Writes dialpool.schema.json: what dialpool.yaml may say, for editors.
 *
 *   node scripts/generate-config-schema.mjs           write
 *   node scripts/generate-config-schema.mjs --check   fail if the file is not up to date
 *
 * The selection's part comes from policy.schema.json of @dialpool/pool-strategies, whose build must be there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { runnerImport } from "vite";

const require = createRequire(import.meta.url);
const target = new URL("../dialpool.schema.json", import.meta.url);

const { title: _, $schema: __, ...policy } = require("@dialpool/pool-strategies/policy.schema.json");
const { presets } = await import("@dialpool/pool-strategies");
const { module } = await runnerImport("/src/config/config-schema.ts", {
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
});

/** A number's limits are those of a policy that speak of one number, without defaults: the policy's stand in for them. */
function numberLimits() {
  const own = ["maxCallsPerDay", "maxCallsPerHour", "minGapSeconds", "maxConcurrentCalls", "warmUp"];
  const properties = own.map((key) => {
    const { default: _, ...property } = policy.properties.limits.properties[key];
    return [key, { ...property, description: property.description.replace(/ Default.*/, "") }];
  });
  return { type: "object", properties: Object.fromEntries(properties), additionalProperties: false };
}

const tagValue = { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] };
/** What valibot has as functions. */
const written = new Map([
  [module.policySchema, policy],
  [module.limitsSchema, numberLimits()],
  [module.tagsSchema, { type: "object", additionalProperties: tagValue }],
]);

const document = toJsonSchema(module.configSchema, {
  typeMode: "input",
  errorMode: "ignore",
  overrideSchema: ({ valibotSchema, jsonSchema }) => {
    const schema = written.get(valibotSchema);
    if (schema !== undefined) return schema;
    // A policy's text is a preset's name or else a file: editors may offer the names.
    const isPolicy = valibotSchema.type === "union" && valibotSchema.options.includes(module.policySchema);
    return isPolicy ? { ...jsonSchema, examples: Object.keys(presets) } : undefined;
  },
});
const text = `${JSON.stringify({ title: "dialpool.yaml", ...document }, null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  process.stderr.write("dialpool.schema.json is not up to date: run `pnpm generate`.\n");
  process.exitCode = 1;
}
