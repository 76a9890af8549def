import { expect, it } from "vitest";
import { stateFolder } from "./state-folder.js";
import { workspaceId } from "./workspace-id.js";

const REAL = { baseUrl: "https://api.synthflow.ai/v2", apiKey: "sk-0123456789abcdef" };

it("tells keys and addresses apart, and does not hold the key", () => {
  const others = [
    REAL,
    { ...REAL, apiKey: "sk-0123456789abcdeg" },
    { ...REAL, baseUrl: "http://127.0.0.1:8080/v2" },
    { ...REAL, baseUrl: "http://127.0.0.1:8081/v2" },
    { ...REAL, baseUrl: "https://api.eu.synthflow.ai/v2" },
  ].map(workspaceId);
  expect(new Set(others).size).toBe(others.length);
  expect(others[0]).toMatch(/^api\.synthflow\.ai-[0-9a-f]{12}$/);
  expect(others[2]).toMatch(/^127\.0\.0\.1-8080-[0-9a-f]{12}$/);
  expect(others.join()).not.toContain("0123456789");
});

it("is the same every time, spaces around the key or not", () => {
  expect(workspaceId({ ...REAL, apiKey: ` ${REAL.apiKey}\n` })).toBe(workspaceId(REAL));
});

it.each([
  [{ XDG_STATE_HOME: "/state", HOME: "/home/ann" }, "linux", "/state/dialpool"],
  [{ XDG_STATE_HOME: "state", HOME: "/home/ann" }, "linux", "/home/ann/.local/state/dialpool"],
  [{ HOME: "/home/ann" }, "darwin", "/home/ann/.local/state/dialpool"],
] as const)("keeps state of %j on %s in %s", (env, platform, folder) => {
  expect(stateFolder(env, platform)).toBe(folder);
});
