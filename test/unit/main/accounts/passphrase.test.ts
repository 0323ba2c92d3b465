import { describe, expect, it } from 'vitest';
import { checkPassphrase } from '../../../../src/main/accounts/passphrase.ts';

const check =
  (passphrase: string, name = 'Ana') =>
  () =>
    checkPassphrase(passphrase, name);

describe('a new passphrase', () => {
  it.each([
    'siete gatos sobre un tejado',
    'xk9#mQ2vLp7!rT4',
    '猫が七匹屋根の上で歌っている夜に',
    'ana tiene siete gatos',
    'password managers are fine',
  ])('may be %s', (passphrase) => expect(check(passphrase)).not.toThrow());

  it.each(['', 'short', 'fourteen chars', 'áéíóúáéíóúáéíó', '😀😀😀😀😀😀😀😀'])(
    'may not have fewer than 15 characters: %s',
    (passphrase) => expect(check(passphrase)).toThrow(/too short/),
  );

  it('is counted in characters as they are composed', () => {
    expect(check('áéíóúáéíóúáéíó'.normalize('NFD'))).toThrow(/too short/);
    expect(check('pingüino y ñandú'.normalize('NFD'))).not.toThrow();
  });

  it.each([
    'Correct Horse Battery Staple',
    'passwordpassword',
    'Password-Password-1',
    'password1234567890',
    '123456789012345',
    '1234567890123456',
    'aaaaaaaaaaaaaaaa',
    'abababababababab',
    'ababcababcababc',
    'qwertyuiopqwerty',
    'qwertyuiopasdfgh',
    'abcdefghijklmnop',
    'RubricatorRubricator',
    'contraseña contraseña',
    'administrator administrator 99',
    'medical coding 2026 ',
  ])('may not be easy to guess: %s', (passphrase) => expect(check(passphrase)).toThrow(/easy to guess/));

  it("may not be the account's name, once or again and again", () => {
    expect(check('María-José Fernández', 'maría josé fernández')).toThrow(/easy to guess/);
    expect(check('anaconda anaconda', 'Anaconda')).toThrow(/easy to guess/);
    expect(check('Wolfgang2026Wolfgang', 'Wolfgang2026')).toThrow(/easy to guess/);
    expect(check('siete gatos sobre', '')).not.toThrow();
  });
});
