/** Writes an ICD-10-CM code as coders do, with a dot after the third character (E1122 → E11.22). */
export function withDot(plain: string): string {
  return plain.length > 3 ? `${plain.slice(0, 3)}.${plain.slice(3)}` : plain;
}
