import { createHash } from "node:crypto";

/**
 * A name for the workspace that an API key belongs to, as long as nobody says
 * another: where it lives and a digest of the key, `api.synthflow.ai-5f0c1f0e7a52`.
 *
 * Two keys or two addresses never share one, so what is tried on a sandbox is
 * never counted for the real workspace. The key cannot be got back from it.
 */
export function workspaceId({
  baseUrl,
  apiKey,
}: {
  readonly baseUrl: string;
  readonly apiKey: string;
}): string {
  const { host } = new URL(baseUrl);
  const digest = createHash("sha256")
    .update(JSON.stringify([baseUrl, apiKey.trim()]))
    .digest("hex");
  // The host is for people; a port's colon is no part of a file's name everywhere.
  return `${host.replace(/[^\w.]+/g, "-").replace(/^-+|-+$/g, "")}-${digest.slice(0, 12)}`;
}
