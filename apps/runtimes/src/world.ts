/** Where a scenario finds its servers; JSON, for it is handed to processes and workers. */
export interface World {
  /** A sandbox's base URL, version path included. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly agentId: string;
  /** A base URL on which nobody listens. */
  readonly refusingUrl: string;
}

/** What the sandbox is told to do to the next call that is asked for. */
export interface CallFault {
  readonly kind: "status" | "reset" | "hang" | "empty-body" | "html" | "truncated";
  readonly when?: "before-handling" | "after-handling";
  readonly status?: number;
  readonly times?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The sandbox seen from another process: what arrived there, and what goes wrong next. */
export interface SandboxView {
  /** Requests to place a call that have arrived. */
  callRequests(): Promise<number>;
  /** Calls that were placed, whatever their caller was told. */
  callsPlaced(): Promise<number>;
  /** Spoils the answer to the next request to place a call. */
  spoilNextCall(fault: CallFault): Promise<void>;
  /** Forgets spoilt answers that nobody fetched. */
  clear(): Promise<void>;
}

export function viewSandbox({ baseUrl }: World): SandboxView {
  const inspect = async (path: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(new URL(`/__sandbox/${path}`, baseUrl), init);
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`);
    return await answer.json();
  };
  return {
    async callRequests() {
      const { requests } = (await inspect("requests")) as {
        requests: readonly { readonly operationId?: string }[];
      };
      return requests.filter(({ operationId }) => operationId === "voice-call").length;
    },
    async callsPlaced() {
      return ((await inspect("calls")) as { calls: readonly unknown[] }).calls.length;
    },
    async spoilNextCall(fault) {
      const body = JSON.stringify({ operationId: "voice-call", ...fault });
      await inspect("faults", { method: "POST", headers: { "content-type": "application/json" }, body });
    },
    async clear() {
      await inspect("faults", { method: "DELETE" });
    },
  };
}
