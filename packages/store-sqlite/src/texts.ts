import { slugKeyOf, slugOfKey } from "@dialpool/pool-strategies/store-kit";

// SQLite's texts hold neither lone surrogates, which `slugKeyOf` writes in two, nor the character 0.
const ESCAPE = "\ud7ff";
const ZERO = `${ESCAPE}\u0001`;

/** A slug or a pool's id as a text that SQLite gives back as it was. Nearly every one is its own. */
export function textOf(name: string): string {
  const key = slugKeyOf(name);
  return key.includes("\0") ? key.replaceAll("\0", ZERO) : key;
}

/** The slug or the id of such a text. */
export function nameOf(text: string): string {
  return text.includes(ESCAPE) ? slugOfKey(text.replaceAll(ZERO, "\0")) : text;
}
