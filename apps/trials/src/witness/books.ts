import type { Attempt, Contact, Dialer, Journal, RejectedRow } from "@dialpool/dialer";

const PAGE = 1_000;

/** All attempts of a journal, in the order intended. */
export async function attemptsOf(journal: Pick<Journal, "attempts">): Promise<readonly Attempt[]> {
  const all: Attempt[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await journal.attempts({ limit: PAGE, ...(last === undefined ? {} : { after: last.id }) });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/** All rows of a campaign's list. */
export async function contactsOf(dialer: Dialer, name: string): Promise<readonly (Contact | RejectedRow)[]> {
  const all: (Contact | RejectedRow)[] = [];
  for await (const row of dialer.campaigns.rows(name)) all.push(row);
  return all;
}
