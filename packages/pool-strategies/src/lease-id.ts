const ID_PREFIX = "lease-";
const DIGIT_0 = 48;

/** A lease's id, from its sequence. */
export function leaseIdOf(sequence: number): string {
  return ID_PREFIX + sequence;
}

/** The sequence of a lease's id; 0 when it is not one. Digit by digit: it runs twice for every call. */
export function sequenceOf(leaseId: string): number {
  if (!leaseId.startsWith(ID_PREFIX)) return 0;
  let sequence = 0;
  for (let at = ID_PREFIX.length; at < leaseId.length; at++) {
    const digit = leaseId.charCodeAt(at) - DIGIT_0;
    if (digit < 0 || digit > 9 || (digit === 0 && sequence === 0)) return 0;
    sequence = sequence * 10 + digit;
  }
  return sequence;
}
