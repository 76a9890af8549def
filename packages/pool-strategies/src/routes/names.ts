/**
 * Escapes a segment of a bucket's name: `/` parts segments, and `%` begins an escape.
 * `ac:+4420` and `rule:+44` stay as they are.
 */
export function segmentText(text: string): string {
  return text.replace(/[%/]/g, escaped);
}

/** Escapes a tag's key or value besides what has a meaning among tags, so that different values never share a name. */
export function tagText(text: string): string {
  return text.replace(/[%/=!*+]|^-$/g, escaped);
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
