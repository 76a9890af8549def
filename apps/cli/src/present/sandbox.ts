import type { SandboxLine } from "../commands/sandbox.js";
import type { Style } from "./style.js";

/** The text of `sandbox`: what to copy into another terminal. */
export function presentSandbox({ url, apiKey, agentId, workspaceId }: SandboxLine, style: Style): string {
  return [
    `${style.good("The sandbox is ready")} at ${url}. No real phone rings.`,
    "",
    "In another terminal:",
    "",
    `  export SYNTHFLOW_BASE_URL=${url}`,
    `  export SYNTHFLOW_API_KEY=${apiKey}`,
    `  dialpool pool show --agent ${agentId}`,
    `  dialpool call --agent ${agentId} --phone +14155550199 --name Ann --policy localPresence --wait`,
    `  dialpool numbers list --workspace ${workspaceId}`,
    "",
    style.dim("Ctrl-C ends it."),
  ].join("\n");
}
