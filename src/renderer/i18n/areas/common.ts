import { area } from '../area.ts';

/** Words that more than one screen uses. */
export const common = area(
  {
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    tryAgain: 'Try again',
    save: 'Save',
    words_one: '{{count}} word',
    words_other: '{{count}} words',
    codes_one: '{{count}} code',
    codes_other: '{{count}} codes',
    charts_one: '{{count}} chart',
    charts_other: '{{count}} charts',
  },
  {
    cancel: 'Cancelar',
    close: 'Cerrar',
    dismiss: 'Descartar',
    tryAgain: 'Reintentar',
    save: 'Guardar',
    words_one: '{{count}} palabra',
    words_other: '{{count}} palabras',
    codes_one: '{{count}} código',
    codes_other: '{{count}} códigos',
    charts_one: '{{count}} historia',
    charts_other: '{{count}} historias',
  },
  {
    cancel: 'Abbrechen',
    close: 'Schließen',
    dismiss: 'Ausblenden',
    tryAgain: 'Erneut versuchen',
    save: 'Speichern',
    words_one: '{{count}} Wort',
    words_other: '{{count}} Wörter',
    codes_one: '{{count}} Code',
    codes_other: '{{count}} Codes',
    charts_one: '{{count}} Akte',
    charts_other: '{{count}} Akten',
  },
);
