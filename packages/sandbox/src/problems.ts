import { type Answer, jsonAnswer } from "./reply.js";
import type { Schema } from "./wire-types.js";

/** The error envelopes of the API. Each kind of mistake gets the one that is documented for it. */
export class Problems {
  private count = 0;

  /** `{ detail: { status, description, request_id, category } }`, the usual one. */
  refused(status: number, description: string, category: string): Answer {
    this.count += 1;
    const requestId = `req_${this.count.toString(16).padStart(8, "0")}`;
    const detail = { status: "error", description, request_id: requestId, category };
    return jsonAnswer(status, { detail }, status === 401 ? { "www-authenticate": "Bearer" } : {});
  }

  /** 422: `detail` as a list of what is wrong with which field. */
  invalid(items: readonly Schema<"ValidationItem">[]): Answer {
    return jsonAnswer(422, { detail: items });
  }

  /** 404 of a path below `/v2` that no operation has. */
  unknownRoute(): Answer {
    return jsonAnswer(404, { detail: "Not Found" });
  }

  /** 404 of the gateway in front of the API, for a path outside of `/v2`. */
  unknownToGateway(): Answer {
    return jsonAnswer(404, { error: "not_found", message: "No route matched" });
  }
}
