/** A value behind one of these is a body mass index, in kg/m². */
const NAMES = new Set(['bmi', 'imc', 'index']);
const BETWEEN = new Set(['of', 'is', 'de']);

/**
 * Puts the range of a body mass index in the place of its value ("bmi 42.1" becomes "bmi 40 0 44 9"), as
 * category Z68 of ICD-10-CM has them for adults; other words stay. The same list where no value stands.
 * @param words in lower case, a value's decimals as a word of their own
 */
export function withMassRange(words: readonly string[]): readonly string[] {
  const name = words.findIndex((word, at) => NAMES.has(word) && valueAt(words, at) > 0);
  if (name < 0) return words;
  const value = valueAt(words, name);
  const decimals = /^\d$/.test(words[value + 1] ?? '') ? 1 : 0;
  return words.toSpliced(value, 1 + decimals, ...rangeOf(Number(words[value])), 'adult');
}

/** Where the value behind a name stands; 0 where none does. */
function valueAt(words: readonly string[], name: number): number {
  const at = BETWEEN.has(words[name + 1] ?? '') ? name + 2 : name + 1;
  return /^[1-9]\d$/.test(words[at] ?? '') ? at : 0;
}

function rangeOf(value: number): string[] {
  if (value < 20) return ['19', '9', 'or', 'less'];
  if (value >= 70) return ['70', 'or', 'greater'];
  const [from, to] =
    value < 40
      ? [value, value]
      : value < 45
        ? [40, 44]
        : value < 50
          ? [45, 49]
          : value < 60
            ? [50, 59]
            : [60, 69];
  return [String(from), '0', String(to), '9'];
}
