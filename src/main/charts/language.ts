/** English or Spanish, told by the words that carry no subject matter. */
import type { Language } from '../../shared/chart.ts';

/** Function words of one language that are no words of the other, and a few words that notes are full of. */
const ENGLISH = new Set(
  `the of and with was were is are has had have been to for on in at by from this that which not without or if
  after before during his her he she it its as an be will who patient pt denies reports presents history
  exam examination assessment left right normal year old daily pain hx noted status since chest shows`.split(
    /\s+/,
  ),
);
const SPANISH = new Set(
  `de la el los las del al y en que con por para se su sus un una unos unas fue como lo le les sin más tras durante
  desde hasta sobre entre pero también muy ya está son ser ha había niega refiere presenta paciente años diagnóstico
  tratamiento exploración ante dolor izquierda izquierdo derecha derecho antecedentes evolución ingreso día días
  cada presentó realizó`.split(/\s+/),
);

/** As much of a document as is looked at, in UTF-16 code units: a page would do, this is ten. */
const ENOUGH = 30_000;

/**
 * Tells whether a note is written in English or Spanish by counting function
 * words in its first ten pages or so. Letters and endings that only Spanish has
 * count too, so that a note of a few words can be told. English when in doubt.
 */
export function detectLanguage(text: string): Language {
  let english = 0;
  let spanish = 0;
  for (const [word] of text
    .slice(0, ENOUGH)
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    if (ENGLISH.has(word)) english += 1;
    else if (SPANISH.has(word)) spanish += 1;
    else if (/ñ|[a-z](?:ción|ía|ónico|ático|ómica|oscopia)$/.test(word)) spanish += 1;
  }
  return spanish > english ? 'es' : 'en';
}
