import { execFile } from "node:child_process";
import { promisify } from "node:util";

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Runs a program to its end and answers what it printed.
 *
 * @throws Error with its output, both streams, if it fails.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  cwd?: string | URL,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const options = {
    env: plainEnvironment(),
    maxBuffer: MAX_OUTPUT_BYTES,
    ...(cwd === undefined ? {} : { cwd }),
  };
  try {
    return await promisify(execFile)(file, args, options);
  } catch (cause) {
    const { stdout = "", stderr = "" } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${file} ${args.join(" ")} failed.\n${stdout}\n${stderr}`, { cause });
  }
}

/** The environment without what this test runner and the package manager have put into it for themselves. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own =
    /^(?:VITEST|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|NODE_ENV$|NODE_OPTIONS$|npm_(?!config_registry))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
