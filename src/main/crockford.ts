/** Crockford's base 32: no I, L, O or U, so that nothing that is read off paper is taken for something else. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Five bits to a digit; the length is a multiple of five bytes. */
export function digitsOf(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => DIGITS[parseInt(five, 2)]).join('');
}

/** The value of a digit, 0 to 31; -1 for what is none. */
export function valueOf(digit: string): number {
  return DIGITS.indexOf(digit);
}

/** Digits in groups of a size, with hyphens between them; the length is a multiple of the size. */
export function grouped(digits: string, size: number): string {
  return (digits.match(new RegExp(`.{${size}}`, 'g')) ?? []).join('-');
}
