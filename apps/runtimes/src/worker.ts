import { runScenario } from "./scenario.js";
import type { World } from "./world.js";

/** For edge runtimes: takes the world as a request's body, answers with the report. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runScenario((await request.json()) as World));
  },
};
