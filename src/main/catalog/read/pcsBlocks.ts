import type { Block } from '../release.ts';
import type { OrderRow } from './order.ts';

/** The sections of ICD-10-PCS by the first character of a code (ICD-10-PCS Reference Manual, chapter 1). */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['0', 'Medical and Surgical'],
  ['1', 'Obstetrics'],
  ['2', 'Placement'],
  ['3', 'Administration'],
  ['4', 'Measurement and Monitoring'],
  ['5', 'Extracorporeal or Systemic Assistance and Performance'],
  ['6', 'Extracorporeal or Systemic Therapies'],
  ['7', 'Osteopathic'],
  ['8', 'Other Procedures'],
  ['9', 'Chiropractic'],
  ['B', 'Imaging'],
  ['C', 'Nuclear Medicine'],
  ['D', 'Radiation Therapy'],
  ['F', 'Physical Rehabilitation and Diagnostic Audiology'],
  ['G', 'Mental Health'],
  ['H', 'Substance Abuse Treatment'],
  ['X', 'New Technology'],
]);

/**
 * The sections and body systems that the tables of an order file stand in. A body system is called what
 * its tables' titles say before the root operation: "Peripheral Nervous System, Bypass".
 *
 * @returns blocks in the order of the file, with the first character of their codes or the first two as ids
 */
export function pcsBlocks(rows: readonly OrderRow[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const { code, title } of rows.filter(({ billable }) => !billable)) {
    const section = code.slice(0, 1);
    const system = code.slice(0, 2);
    const name = title.slice(0, Math.max(0, title.lastIndexOf(','))) || title;
    if (!blocks.has(section)) {
      blocks.set(section, {
        id: section,
        kind: 'chapter',
        title: SECTIONS.get(section) ?? section,
        parent: null,
      });
    }
    const known = blocks.get(system);
    // One table of X0 leaves its body system out.
    if (!known || known.title.length < name.length) {
      blocks.set(system, { id: system, kind: 'block', title: name, parent: section });
    }
  }
  return [...blocks.values()];
}
