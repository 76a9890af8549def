import { expect, it } from "vitest";
import { isLoopbackApi } from "./loopback-api.js";

it.each([
  ["http://127.0.0.1:8080/v2", true],
  ["http://localhost/v2", true],
  ["http://[::1]:1/v2", true],
  ["https://api.synthflow.ai/v2", false],
  ["http://127.0.0.1.example.com/v2", false],
  ["http://10.0.0.1/v2", false],
])("isLoopbackApi(%s) is %s", (url, isLoopback) => expect(isLoopbackApi(url)).toBe(isLoopback));
