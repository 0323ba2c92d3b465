/** Writes an ICD-10-CM code as coders do, with a dot after the third character (E1122 → E11.22). */
export function withDot(plain: string): string {
  return plain.length > 3 ? `${plain.slice(0, 3)}.${plain.slice(3)}` : plain;
}

/** E11.22 → E1122. */
export function withoutDot(code: string): string {
  return code.replace('.', '');
}

/**
 * A code with its seventh character, the places between filled with X (W19, A → W19.XXXA).
 * Source: Official Guidelines, section I.A.4 and I.A.5.
 * @param base the code without its dot, of three to six characters
 */
export function extended(base: string, character: string): string {
  return withDot(base.padEnd(6, 'X') + character);
}
