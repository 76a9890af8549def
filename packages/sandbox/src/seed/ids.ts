/** Ids of what every sandbox holds when it starts, whatever its seed. */
export const SEEDED = {
  workspaceId: "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11",
  /** An outbound agent with the whole seeded pool: the id of the vendor's own examples. */
  agentId: "0ae2859d-c25c-4d56-a9f3-809387b725ce",
  /** An outbound agent that shares the first five numbers of that pool. */
  sharingAgentId: "2c1d9a54-6a0e-4f43-9a2b-1f64b4ef2d02",
  /** An outbound agent with an empty pool: its calls are refused. */
  emptyAgentId: "3d2eab65-7b1f-4054-8b3c-2a75c5f03e03",
  /** An inbound agent that answers on a number of its own. */
  inboundAgentId: "4e3fbc76-8c20-4165-8c4d-3b86d6014f04",
} as const;
