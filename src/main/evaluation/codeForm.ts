import { withDot } from '../catalog/codes.ts';

/**
 * A code as the catalogue writes it: upper case; ICD-10-CM with a dot after the category, ICD-10-PCS
 * without one. ICD-10-PCS codes of fewer than seven characters, which CodiEsp has, count as they are written.
 *
 * @returns null where this is no code of the system
 */
export function catalogueForm(written: string, system: string): string | null {
  const bare = written.trim().toUpperCase().replace('.', '');
  if (system === 'icd-10-pcs') return /^[0-9A-HJ-NP-Z]{3,7}$/.test(bare) ? bare : null;
  return /^[A-Z][0-9][0-9A-Z]{1,5}$/.test(bare) ? withDot(bare) : null;
}
