/** The last code unit before the surrogates, which begins what is written in two. */
const ESCAPE = 0xd7ff;
/** What the second of the two begins with. */
const FIRST = 0x20;

/**
 * A slug as a text whose UTF-8 bytes sort as the slug's UTF-16 code units do, by which the contract
 * compares slugs. Engines compare bytes, and the two differ where characters beyond U+FFFF meet
 * those from U+E000 on. Nearly every slug is its own key.
 */
export function slugKeyOf(slug: string): string {
  let key = "";
  let plain = 0;
  for (let at = 0; at < slug.length; at++) {
    const unit = slug.charCodeAt(at);
    if (unit < ESCAPE) continue;
    key += slug.slice(plain, at) + String.fromCharCode(ESCAPE, unit - ESCAPE + FIRST);
    plain = at + 1;
  }
  return plain === 0 ? slug : key + slug.slice(plain);
}

/** The slug of a key. */
export function slugOfKey(key: string): string {
  if (!key.includes(String.fromCharCode(ESCAPE))) return key;
  let slug = "";
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    slug += String.fromCharCode(unit === ESCAPE ? key.charCodeAt(++at) - FIRST + ESCAPE : unit);
  }
  return slug;
}
