/** Whether this run is one that must leave nothing out. */
export function isContinuousIntegration(): boolean {
  const value = process.env.CI ?? "";
  return value !== "" && value !== "0" && value.toLowerCase() !== "false";
}

/** The last words of a run that left the Redis suites out. */
export function skippedNotice(reason: string): string {
  return `\nSKIPPED: every suite that needs Redis. ${reason}\n`;
}
