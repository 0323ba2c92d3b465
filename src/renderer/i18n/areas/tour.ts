import { area } from '../area.ts';

/** The tour on a sample chart. */
export const tour = area(
  {
    offer: 'New here? See on a sample chart how coding works.',
    offerLabel: 'Offer of a tour',
    start: 'Take the two-minute tour',
    notNow: 'Not now',
    noSample:
      'There is no sample chart to show. Import a chart and press {{key}} on its screen for all keys.',
    title: 'Tour',
    step: 'Step {{at}} of {{of}}',
    next: 'Next',
    back: 'Back',
    skip: 'Skip the tour',
    done: 'Done',
    ended: 'The tour is over.',

    worklistTitle: 'The worklist',
    worklistText:
      'Every chart on this computer, with what is due and what is open. Arrow keys choose a chart, {{enter}} opens it. Files can be dropped anywhere on this screen. Next opens a sample.',
    documentTitle: 'The chart and its evidence',
    documentText:
      'The words that support a code are marked in the note itself. Negated, past and uncertain mentions look different, for they never stand alone as evidence.',
    suggestionsTitle: 'Suggestions',
    suggestionsText:
      'Each one says how likely it is, where it stands and why. {{accept}} accepts, {{reject}} rejects, and the next one is selected at once. {{undo}} takes the last decision back.',
    finalTitle: 'Final codes',
    finalText:
      'What you accepted, in sequence: the principal or first-listed diagnosis first. Nothing is coded that you did not decide.',
    bookTitle: 'The code book',
    bookText:
      '{{search}} opens the whole book over the chart: search, index, tables and notes. Words selected in the chart come along as evidence.',
    finishTitle: 'Finishing',
    finishText:
      '{{finish}} shows the summary and what is missing; {{enter}} finishes the chart. Every decision is kept in a ledger that shows any later change.',
  },
  {
    offer: '¿Primera vez aquí? Vea en una historia de ejemplo cómo se codifica.',
    offerLabel: 'Oferta de una visita guiada',
    start: 'Ver la visita de dos minutos',
    notNow: 'Ahora no',
    noSample:
      'No hay historia de ejemplo que mostrar. Importe una historia y pulse {{key}} en su pantalla para ver todas las teclas.',
    title: 'Visita guiada',
    step: 'Paso {{at}} de {{of}}',
    next: 'Siguiente',
    back: 'Atrás',
    skip: 'Omitir la visita',
    done: 'Listo',
    ended: 'La visita ha terminado.',

    worklistTitle: 'La lista de trabajo',
    worklistText:
      'Todas las historias de este equipo, con lo que vence y lo que queda abierto. Las flechas eligen una historia, {{enter}} la abre. Se pueden soltar archivos en cualquier parte de esta pantalla. Siguiente abre un ejemplo.',
    documentTitle: 'La historia y su evidencia',
    documentText:
      'Las palabras que respaldan un código están marcadas en la propia nota. Las menciones negadas, pasadas e inciertas se ven distintas, pues nunca bastan solas como evidencia.',
    suggestionsTitle: 'Sugerencias',
    suggestionsText:
      'Cada una dice lo probable que es, dónde está y por qué. {{accept}} acepta, {{reject}} rechaza, y la siguiente queda elegida enseguida. {{undo}} deshace la última decisión.',
    finalTitle: 'Códigos finales',
    finalText:
      'Lo que usted aceptó, en su orden: primero el diagnóstico principal. No se codifica nada que usted no haya decidido.',
    bookTitle: 'El libro de códigos',
    bookText:
      '{{search}} abre el libro entero sobre la historia: búsqueda, índice, tablas y notas. Las palabras seleccionadas en la historia lo acompañan como evidencia.',
    finishTitle: 'Terminar',
    finishText:
      '{{finish}} muestra el resumen y lo que falta; {{enter}} termina la historia. Cada decisión queda en un registro que delata cualquier cambio posterior.',
  },
  {
    offer: 'Neu hier? Sehen Sie an einer Beispielakte, wie kodiert wird.',
    offerLabel: 'Angebot eines Rundgangs',
    start: 'Zwei Minuten Rundgang',
    notNow: 'Jetzt nicht',
    noSample:
      'Es gibt keine Beispielakte. Importieren Sie eine Akte und drücken Sie dort {{key}} für alle Tasten.',
    title: 'Rundgang',
    step: 'Schritt {{at}} von {{of}}',
    next: 'Weiter',
    back: 'Zurück',
    skip: 'Rundgang überspringen',
    done: 'Fertig',
    ended: 'Der Rundgang ist zu Ende.',

    worklistTitle: 'Die Arbeitsliste',
    worklistText:
      'Alle Akten auf diesem Rechner, mit Fälligem und Offenem. Pfeiltasten wählen eine Akte, {{enter}} öffnet sie. Dateien lassen sich überall auf diesem Bildschirm ablegen. Weiter öffnet ein Beispiel.',
    documentTitle: 'Die Akte und ihre Belege',
    documentText:
      'Die Wörter, die einen Code belegen, sind im Text selbst markiert. Verneinte, frühere und unsichere Erwähnungen sehen anders aus, denn allein belegen sie nichts.',
    suggestionsTitle: 'Vorschläge',
    suggestionsText:
      'Jeder sagt, wie wahrscheinlich er ist, wo er steht und warum. {{accept}} nimmt an, {{reject}} lehnt ab, und der nächste ist sofort gewählt. {{undo}} nimmt die letzte Entscheidung zurück.',
    finalTitle: 'Endgültige Codes',
    finalText:
      'Was Sie angenommen haben, der Reihe nach: zuerst die Hauptdiagnose. Nichts wird kodiert, was Sie nicht entschieden haben.',
    bookTitle: 'Das Codebuch',
    bookText:
      '{{search}} öffnet das ganze Buch über der Akte: Suche, Index, Tabellen und Hinweise. In der Akte markierte Wörter kommen als Beleg mit.',
    finishTitle: 'Abschließen',
    finishText:
      '{{finish}} zeigt die Zusammenfassung und was fehlt; {{enter}} schließt die Akte ab. Jede Entscheidung steht in einem Protokoll, das spätere Änderungen verrät.',
  },
);
