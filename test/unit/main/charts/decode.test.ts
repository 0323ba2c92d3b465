import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText, normalise } from '../../../../src/main/charts/decode.ts';
import { UserError } from '../../../../src/main/errors.ts';

const FILES = join(import.meta.dirname, '../../../fixtures/files');

const NOTE =
  'HPI: Cough and fever for two days, 38.5 °C. Denies dyspnea.\nAssessment: Acute bronchitis – café au lait spots.\n';

function fixture(name: string): string {
  return decodeText(readFileSync(join(FILES, name)));
}

function utf16be(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('decodeText', () => {
  it.each(['utf8-bom.txt', 'crlf.txt', 'utf16le-bom.txt', 'utf16be-bom.txt', 'utf16le-nobom.txt'])(
    'gives the same text for %s',
    (name) => {
      expect(fixture(name)).toBe(NOTE);
    },
  );

  it('reads UTF-8 without a byte order mark', () => {
    expect(decodeText(Buffer.from(NOTE))).toBe(NOTE);
  });

  it('reads UTF-16, big end first, without a byte order mark', () => {
    expect(decodeText(utf16be(NOTE))).toBe(NOTE);
  });

  it('reads a long UTF-16 note in which only the beginning is plain', () => {
    const long = NOTE.repeat(60) + '€ “ñ” 🫀\n'.repeat(200);
    expect(decodeText(Buffer.from(long, 'utf16le'))).toBe(long);
  });

  it('reads Windows-1252, with the quotation marks that Latin 1 lacks', () => {
    expect(fixture('windows-1252.txt')).toBe(
      'Motivo de consulta: niño de 8 años con “dolor de barriga” y fiebre.\n' +
        'Exploración: abdomen doloroso en fosa ilíaca derecha… sin signos de irritación peritoneal.\n' +
        'Diagnóstico: gastroenteritis aguda – pingüino de peluche extraviado.\n',
    );
  });

  it('makes every line end one \\n, also those of old Macs, and keeps empty lines', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\n\r\n\rd'))).toBe('a\nb\nc\n\n\nd');
  });

  it('composes letters and their accents', () => {
    const decomposed = 'Exploracio\u0301n: nin\u0303o';
    expect(decodeText(Buffer.from(decomposed))).toBe('Exploraci\u00f3n: ni\u00f1o');
    expect(decodeText(Buffer.from(decomposed, 'utf16le'))).toBe('Exploraci\u00f3n: ni\u00f1o');
  });

  it('keeps tabs, form feeds, white space at both ends and characters outside the basic plane', () => {
    const text = '  Hb\t13.2\f\n🫀 next page  \n';
    expect(decodeText(Buffer.from(text))).toBe(text);
  });

  it('is normalised already: normalising again changes nothing', () => {
    for (const name of ['utf8-bom.txt', 'utf16be-bom.txt', 'crlf.txt', 'windows-1252.txt']) {
      const text = fixture(name);
      expect(normalise(text)).toBe(text);
    }
  });

  it.each(['empty.txt', 'whitespace.txt'])('refuses %s as empty', (name) => {
    expect(() => fixture(name)).toThrow(UserError);
    expect(() => fixture(name)).toThrow('The file is empty.');
  });

  it.each([
    ['a UTF-8 byte order mark alone', [0xef, 0xbb, 0xbf]],
    ['a UTF-16 byte order mark alone', [0xff, 0xfe]],
  ])('refuses %s as empty', (_, bytes) => {
    expect(() => decodeText(Uint8Array.from(bytes))).toThrow('The file is empty.');
  });

  it.each([
    ['a picture that lost its name', () => readFileSync(join(FILES, 'binary.txt'))],
    ['a zero byte in the midst of text', () => Buffer.from(`${NOTE}\0${NOTE}`)],
    ['an archive', () => Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0x2f, 0x6e, 0x52, 0x5a, 0xb1])],
    ['control characters', () => Buffer.from('\u0001\u0002\u0003 some text \u0004\u0005')],
    ['random words of 16 bits after a byte order mark', () => Buffer.from([0xff, 0xfe, 1, 0, 2, 0, 0, 0xd8])],
  ])('refuses %s as binary', (_, bytes) => {
    expect(() => decodeText(bytes())).toThrow(UserError);
    expect(() => decodeText(bytes())).toThrow('The file is not text: it holds binary data.');
  });

  it('reads a UTF-8 note that was cut off inside a character as UTF-8', () => {
    const note = 'Exploración física: auscultación cardíaca rítmica, abdomen anodino, tensión';
    const whole = Buffer.from(note, 'utf8');
    const cut = whole.subarray(0, whole.lastIndexOf(0xc3) + 1);
    expect(decodeText(cut)).toBe(
      'Exploración física: auscultación cardíaca rítmica, abdomen anodino, tensi\uFFFD',
    );
  });

  it('takes a stray control character for a space, and drops the Ctrl-Z at the end of a file from DOS', () => {
    expect(decodeText(Buffer.from('No fever.\u0007 No cough.\r\n\u001A'))).toBe('No fever.  No cough.\n');
  });
});
