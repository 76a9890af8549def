/** Whether an API's address is on this machine: a sandbox, and no real phone rings. */
export function isLoopbackApi(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * How often call records are read, ms. Simulated calls on this machine may go by faster, and asking
 * for them costs nobody anything.
 */
export function readEveryMs(baseUrl: string): number {
  return isLoopbackApi(baseUrl) ? 300 : 3000;
}
