import { runScenario } from "./scenario.js";
import type { World } from "./world.js";

/** For runtimes with a command line: takes the world as its argument, prints the report. */
declare const process: { readonly argv: readonly string[] };
declare const Deno: { readonly args: readonly string[] } | undefined;

const given = typeof Deno === "undefined" ? process.argv[2] : Deno.args[0];
console.log(JSON.stringify(await runScenario(JSON.parse(given ?? "{}") as World)));
