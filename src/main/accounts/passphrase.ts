import { SHORTEST_PASSPHRASE } from '../../shared/accounts.ts';
import { UserError } from '../errors.ts';

/** Fewer different characters than this make a passphrase easy to guess, however long it is. */
const FEWEST_DIFFERENT = 6;

/** Letters of a known word that are enough to take it for it. */
const SHORTEST_BEGINNING = 4;

/** What people choose first where fifteen characters are asked for; blanks, signs and capitals left out. */
const OBVIOUS = [
  'correcthorsebatterystaple',
  'passphrase',
  'password',
  'passwort',
  'contraseña',
  'mypassphrase',
  'mysecretpassphrase',
  'thisismypassphrase',
  'thisismypassword',
  'letmeinplease',
  'iloveyou',
  'teamo',
  'ichliebedich',
  'welcome',
  'bienvenido',
  'willkommen',
  'administrator',
  'administrador',
  'rubricator',
  'medicalcoding',
  'medicalrecords',
  'hospital',
  'icd10cm',
  'qwertyuiop',
  'qwertzuiop',
  'qwertyuiopasdfghjklzxcvbnm',
  'asdfghjkl',
  'abcdefghijklmnopqrstuvwxyz',
  '1234567890',
  '0123456789',
  '123456789',
  '12345678',
  '9876543210',
  '0987654321',
];

/**
 * Refuses a new passphrase that somebody would guess.
 * @param name of its account
 * @throws UserError naming what is wrong with it
 */
export function checkPassphrase(passphrase: string, name: string): void {
  const typed = passphrase.normalize('NFC');
  if (Array.from(typed).length < SHORTEST_PASSPHRASE) {
    throw new UserError(
      `The passphrase is too short: it needs at least ${SHORTEST_PASSPHRASE} characters.`,
      'Several words that do not belong together are easy to remember and hard to guess.',
    );
  }
  const bare = fold(typed);
  if (bare !== '' && isObvious(bare, fold(name))) {
    throw new UserError(
      'The passphrase is easy to guess.',
      'Several words that do not belong together are easy to remember and hard to guess.',
    );
  }
}

function isObvious(bare: string, name: string): boolean {
  return new Set(bare).size < FEWEST_DIFFERENT || isMadeOf(bare, name === '' ? OBVIOUS : [...OBVIOUS, name]);
}

/** Whether a text is nothing but known ones or their beginnings, one after the other, with a few digits at the end. */
function isMadeOf(text: string, known: readonly string[]): boolean {
  const end = text.replace(/\d{1,4}$/, '').length;
  const reached = new Set([0]);
  for (const at of reached) {
    if (at >= end) return true;
    for (const word of known) {
      const common = commonLength(text.slice(at), word);
      for (let length = Math.min(SHORTEST_BEGINNING, word.length); length <= common; length++) {
        reached.add(at + length);
      }
    }
  }
  return false;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
