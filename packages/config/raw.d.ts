/** Vite's imports of a file as text, and of many files at once. */
declare module "*?raw" {
  const text: string;
  export default text;
}

interface ImportMeta {
  glob<Module>(
    pattern: string | readonly string[],
    options: { readonly query: "?raw"; readonly import: "default"; readonly eager: true },
  ): Readonly<Record<string, Module>>;
}
