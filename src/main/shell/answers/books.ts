import { dialog } from 'electron';
import type { House } from '../../house.ts';
import { say } from '../words.ts';
import { push, type AnswersOf } from './answer.ts';

/** The releases of the classifications: searching, browsing, installing. */
export function bookAnswers(house: House): AnswersOf<'catalog' | 'book'> {
  const { library } = house;
  return {
    'catalog.search': ({ query, limit, release }) => library.catalogs.get(release).search(query, limit),
    'catalog.meaning': ({ query, limit, release }) => library.meaning(query, limit, release),
    'catalog.family': ({ chart, code }) => house.desk().family(chart, code),
    'catalog.installed': () => library.catalogs.list(),
    'catalog.release': ({ chart }) => house.desk().release(chart),
    'catalog.import': async ({ from }, sender) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(
        from === 'folder'
          ? { title: say('releaseFolder'), properties: ['openDirectory'] }
          : {
              title: say('releaseFiles'),
              properties: ['openFile', 'multiSelections'],
              filters: [
                { name: say('releases'), extensions: ['zip', 'xml', 'txt', 'tsv', 'csv', 'xlsx', 'pdf'] },
              ],
            },
      );
      if (canceled) return { outcome: 'cancelled' };
      return house.importRelease(filePaths, (progress) => push(sender, 'catalog.progress', progress));
    },
    'catalog.cancelImport': () => {
      library.cancelImport();
      return null;
    },
    'catalog.remove': ({ release }) => house.removeRelease(release),
    'book.tree': ({ release, id }) => library.catalogs.get(release).book.tree(id),
    'book.page': ({ release, id }) => library.catalogs.get(release).book.page(id),
    'book.tabular': ({ release, id }) => library.catalogs.get(release).book.tabular(id),
    'book.letters': ({ release, book }) => library.catalogs.get(release).book.letters(book),
    'book.index': ({ release, book, at }) => library.catalogs.get(release).book.index(book, at),
    'book.table': ({ release, table, filter, offset, limit }) =>
      library.catalogs.get(release).book.table(table, filter, offset, limit),
    'book.changes': ({ release }) => library.catalogs.get(release).book.changes(),
  };
}
