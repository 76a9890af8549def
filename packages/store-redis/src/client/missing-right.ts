const LINE = "docs/redis.md has the whole line of rights.";

/** What the user may not do, as a sentence that says what to grant; `undefined` for an error that is not about rights. */
export function missingRightIn(message: string): string | undefined {
  if (!/\bNOPERM\b|^ERR (?:ACL failure|The user executing the script)/.test(message)) return undefined;
  const [, command] = /'([\w|-]+)' command/.exec(message) ?? [];
  if (command !== undefined) {
    const why = command === "select" ? ", which a database other than 0 needs" : "";
    return `This Redis user may not run ${command.toUpperCase()}${why}. Grant it: ACL SETUSER NAME +${command}. ${LINE}`;
  }
  if (/\bkeys?\b/.test(message))
    return `This Redis user may not use the store's keys. Let it use all that begin with the store's keyPrefix, as by ~dialpool:* for the default one. ${LINE}`;
  return `This Redis user lacks a right that the store needs; see the cause of this error. ${LINE}`;
}
