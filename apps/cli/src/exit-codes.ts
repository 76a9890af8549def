/**
 * What the process tells its caller.
 *
 * | code | meaning |
 * | --- | --- |
 * | 0 | done |
 * | 1 | our fault; a pool state that breaks its own laws |
 * | 2 | wrong usage or unreadable input |
 * | 3 | configuration or credentials; a machine's clock that is wrong; a store that refuses them, is damaged, read-only or of another version |
 * | 4 | refused by the API, or by a policy that has no number for the call, ever |
 * | 5 | done in part (of a campaign: some were rejected or refused, or an abort left somebody out), or `verify` found differences |
 * | 6 | try again later: the API or the store cannot be reached, somebody of a campaign waits, every number (or the callee, or their own number) is at a limit, or the callee is being called |
 * | 7 | the outcome of a call is unknown; of a campaign: done, with contacts left undecided |
 * | 130 | interrupted |
 */
export const EXIT = {
  done: 0,
  internal: 1,
  usage: 2,
  config: 3,
  refused: 4,
  partial: 5,
  retryLater: 6,
  unknownOutcome: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
