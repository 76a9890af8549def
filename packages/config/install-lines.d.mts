export function missingInstalls(
  markdown: string,
): readonly { readonly line: number; readonly missing: string }[];
