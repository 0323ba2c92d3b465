import { app, dialog, type WebContents } from 'electron';
import type { ImportStep } from '../../../shared/chart.ts';
import { IMPORTABLE } from '../../charts/importFile.ts';
import { UserError } from '../../errors.ts';
import type { House } from '../../house.ts';
import { saveFile } from '../saveFile.ts';
import { say } from '../words.ts';
import { push, type AnswersOf } from './answer.ts';

/** The coder's desk: worklist, charts, suggestions, decisions, queries, and what leaves it of one chart. */
export function chartAnswers(
  house: House,
): AnswersOf<'worklist' | 'charts' | 'coding' | 'decisions' | 'queries' | 'activity' | 'summary' | 'print'> {
  return {
    'worklist.list': () => house.desk().worklist(),
    'charts.import': async ({ from }, sender) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(
        from === 'folder'
          ? { title: say('importFolders'), properties: ['openDirectory', 'multiSelections'] }
          : {
              title: say('importCharts'),
              properties: ['openFile', 'multiSelections'],
              filters: [{ name: say('notes'), extensions: IMPORTABLE.map((ending) => ending.slice(1)) }],
            },
      );
      return canceled ? { state: 'cancelled' } : house.desk().importCharts(filePaths, stepsTo(sender));
    },
    'charts.importAs': ({ ticket, meaning }, sender) =>
      house.desk().importAs(ticket, meaning, stepsTo(sender)),
    'charts.cancelImport': () => {
      house.desk().cancelChartImport();
      return null;
    },
    'charts.open': ({ chart }) => house.desk().open(chart),
    'charts.pdf': ({ chart, document }) => house.desk().pdf(chart, document),
    'charts.setHeader': ({ chart, header }) => house.desk().setHeader(chart, header),
    'coding.suggest': ({ chart }, sender) =>
      house.desk().suggest(
        chart,
        (fraction) => push(sender, 'coding.progress', { chart, fraction }),
        (suggestions) => push(sender, 'coding.first', { chart, suggestions }),
      ),
    'coding.cancel': ({ chart }) => {
      house.desk().cancel(chart);
      return null;
    },
    'decisions.list': ({ chart }) => house.desk().coding(chart),
    'decisions.record': (decision) => house.desk().decide(decision),
    'decisions.acceptAll': (request) => house.desk().acceptAll(request),
    'decisions.undo': ({ chart }) => house.desk().undo(chart),
    'decisions.redo': ({ chart }) => house.desk().redo(chart),
    'decisions.finish': ({ chart }) => house.desk().finish(chart),
    'decisions.reopen': ({ chart }) => house.desk().reopen(chart),
    'queries.send': ({ chart, query }) => house.desk().sendQuery(chart, query),
    'queries.answer': ({ chart, entry, answer }) => house.desk().answerQuery(chart, entry, answer),
    'queries.withdraw': ({ chart, entry }) => house.desk().withdrawQuery(chart, entry),
    'activity.record': (activity) => {
      house.desk().recordActivity(activity);
      return null;
    },
    'activity.work': ({ since, of }) => house.desk().work(since, of),
    'summary.export': ({ chart, format }) => {
      const desk = house.desk();
      const { name, content } = desk.summary(chart, format);
      const record = (): void => desk.recordExport(`coding summary, ${format}`, true, chart);
      return saveFile({ name, ending: format, content, record });
    },
    'print.pdf': async ({ chart, what }, sender) => {
      const desk = house.desk();
      const printed = what === 'summary' ? 'coding summary' : 'query';
      const name = desk.fileName(chart, printed, 'pdf');
      // Printed before the dialog opens, while the window still shows what was asked for.
      const content = await sender.printToPDF({ printBackground: true, pageSize: paperSize() });
      const record = (): void => desk.recordExport(`${printed}, pdf`, true, chart);
      return saveFile({ name, ending: 'pdf', content, record });
    },
    'print.paper': (_nothing, sender) => printed(sender, () => house.desk().recordExport('paper')),
  };
}

/** Tells a window how far an import is. */
export function stepsTo(sender: WebContents): (step: ImportStep) => void {
  return (step) => push(sender, 'charts.progress', step);
}

/** Letter where it is in use, else A4. */
function paperSize(): 'A4' | 'Letter' {
  const letter = ['US', 'CA', 'MX', 'CO', 'CL', 'VE', 'PH', 'PR', 'CR', 'GT', 'PA', 'DO', 'SV', 'NI'];
  return letter.includes(app.getLocaleCountryCode()) ? 'Letter' : 'A4';
}

/** Prints what the window shows for printing, through the system's dialog, once that is recorded. */
function printed(sender: WebContents, record: () => void): Promise<null> {
  record();
  return new Promise((resolve, reject) => {
    sender.print({ silent: false, printBackground: true }, (success, reason) => {
      if (success || /cancell?ed/iu.test(reason)) resolve(null);
      else reject(new UserError('Nothing was printed.', 'Check the printer, or save a PDF instead.'));
    });
  });
}
