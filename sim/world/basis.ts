/**
 * Where a number of the virtual world comes from: a publication, or an assumption. Every parameter carries one, and
 * the documentation prints it, so that no reader mistakes a guess for a finding.
 */
export type Basis =
  { readonly kind: 'source'; readonly text: string } | { readonly kind: 'assumption'; readonly text: string };

export function source(text: string): Basis {
  return { kind: 'source', text };
}

export function assumption(text: string): Basis {
  return { kind: 'assumption', text };
}

/** One number of the world. */
export interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly meaning: string;
  readonly basis: Basis;
}
