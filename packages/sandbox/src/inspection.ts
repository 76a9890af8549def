import { SandboxError } from "./errors.js";
import type { ExchangeParts } from "./exchange.js";
import type { Fault } from "./faults.js";
import { hostName, isLoopback } from "./loopback.js";
import { placedCalls } from "./placed-call.js";
import { type Answer, jsonAnswer, type WireRequest } from "./reply.js";

/** Paths of the sandbox's own, beside the API it plays. */
const OWN_PREFIX = "/__sandbox/";

/** Whether a path asks about the sandbox itself. Such requests are not logged. */
export function isInspection(path: string): boolean {
  return path.startsWith(OWN_PREFIX);
}

/**
 * What happened in truth, and faults to come, for tests that run the sandbox as a process of its own. Needs no
 * key: the server listens on loopback only.
 */
export function answerInspection(parts: ExchangeParts, request: WireRequest, path: string): Answer {
  const { log, context, faults, problems } = parts;
  // A page in a browser whose own name points here must not read the log.
  if (!isLoopback(hostName(request.host))) return problems.unknownToGateway();
  switch (`${request.method} ${path.slice(OWN_PREFIX.length)}`) {
    case "GET requests":
      return jsonAnswer(200, { total: log.total, dropped: log.dropped, requests: log.all });
    case "GET calls":
      return jsonAnswer(200, { calls: placedCalls(context) });
    case "POST faults":
      return plannedFault(parts, request);
    case "DELETE faults":
      faults.clear();
      return jsonAnswer(200, { pending: faults.pending });
    default:
      return problems.unknownToGateway();
  }
}

function plannedFault({ faults, problems }: ExchangeParts, request: WireRequest): Answer {
  // A page in a browser cannot send this content type here without asking first, and is never allowed to.
  if (!/^application\/json\b/.test(request.contentType ?? "")) {
    return problems.refused(400, "content-type must be application/json", "validation");
  }
  try {
    faults.next(JSON.parse(request.body) as Fault);
    return jsonAnswer(200, { pending: faults.pending });
  } catch (error) {
    if (error instanceof SandboxError || error instanceof SyntaxError) {
      return problems.refused(400, error.message, "validation");
    }
    throw error;
  }
}
