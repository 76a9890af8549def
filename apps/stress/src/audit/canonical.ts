/** A flat object as text, the same in whatever order its keys come. */
export function canonical(value: object): string {
  return JSON.stringify(value, Object.keys(value).sort());
}
