import { area } from '../area.ts';

/** What is said when the main process cannot be asked, or a screen fails. */
export const bridge = area(
  {
    noAnswer: 'The program did not answer.',
    noAnswerRemedy:
      'Try again. If it happens again, close Rubricator and start it anew; decisions made so far are kept.',
    screenFailed: 'Something went wrong on this screen.',
    screenFailedRemedy: 'Try again, or go back and open it anew.',
  },
  {
    noAnswer: 'El programa no respondió.',
    noAnswerRemedy:
      'Inténtelo de nuevo. Si vuelve a ocurrir, cierre Rubricator y ábralo otra vez; las decisiones tomadas se conservan.',
    screenFailed: 'Algo falló en esta pantalla.',
    screenFailedRemedy: 'Inténtelo de nuevo, o vuelva atrás y ábrala otra vez.',
  },
  {
    noAnswer: 'Das Programm hat nicht geantwortet.',
    noAnswerRemedy:
      'Versuchen Sie es erneut. Geschieht es wieder, schließen Sie Rubricator und starten Sie es neu; bisherige Entscheidungen bleiben erhalten.',
    screenFailed: 'Auf dieser Ansicht ist etwas schiefgegangen.',
    screenFailedRemedy: 'Versuchen Sie es erneut, oder gehen Sie zurück und öffnen Sie sie neu.',
  },
);
