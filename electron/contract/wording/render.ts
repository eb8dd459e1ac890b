/** Puts values into `{name}` placeholders. What is missing stays visible, so that no sentence silently loses its subject. */
export const render = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{([a-zA-Z]+)\}/g, (placeholder, name: string) => values[name] ?? placeholder)
