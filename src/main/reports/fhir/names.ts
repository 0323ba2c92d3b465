import { createHash } from 'node:crypto';

/**
 * The `urn:uuid` of a resource, the same whenever it is made of the same parts: a UUID of version 8 (RFC
 * 9562), which is the beginning of a SHA-256.
 */
export function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A text as FHIR's strings must be: trimmed, without control characters, and not empty; null where nothing is left. */
export function fhirString(text: string): string | null {
  const clean = text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return clean === '' ? null : clean;
}
