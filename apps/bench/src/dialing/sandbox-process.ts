import { startSandbox } from "@dialpool/sandbox";

/** A sandbox in a process of its own: it tells its parent where it is, and ends with it. */
const sandbox = await startSandbox({ speed: 2000, outcomes: { completed: 1 }, maxLoggedRequests: 1 });
process.on("disconnect", () => process.exit(0));
process.send?.({ url: sandbox.url, apiKey: sandbox.apiKey, agentId: sandbox.agentId });
