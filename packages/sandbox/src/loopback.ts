import { isIP } from "node:net";

/** Whether a host is this machine and no other. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** The host of a `Host` header, without its port and brackets. Empty if there is no header. */
export function hostName(header: string | undefined): string {
  return (header ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}
