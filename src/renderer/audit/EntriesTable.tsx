import type { LedgerEntry } from '../../shared/entry.ts';
import { formatTime } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import { actionWords, detailWords } from './details.ts';

const quotesShown = 3;

/** A page of entries; the number of each opens the whole of it. */
export function EntriesTable(props: {
  entries: readonly LedgerEntry[];
  nameOf: (chart: string) => string;
  onShow: (entry: LedgerEntry) => void;
}) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={t('audit.entries')}>
      <table className="table audit-table">
        <thead>
          <tr>
            <th scope="col" className="numeric">
              {t('audit.entry')}
            </th>
            <th scope="col">{t('audit.time')}</th>
            <th scope="col">{t('audit.who')}</th>
            <th scope="col">{t('audit.action')}</th>
            <th scope="col">{t('audit.chart')}</th>
            <th scope="col">{t('audit.code')}</th>
            <th scope="col">{t('audit.evidence')}</th>
            <th scope="col">{t('audit.model')}</th>
          </tr>
        </thead>
        <tbody>
          {props.entries.map((entry) => (
            <EntryRow key={entry.hash} entry={entry} nameOf={props.nameOf} onShow={props.onShow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryRow({
  entry,
  nameOf,
  onShow,
}: {
  entry: LedgerEntry;
  nameOf: (chart: string) => string;
  onShow: (entry: LedgerEntry) => void;
}) {
  const quotes = entry.evidence.filter(({ text }) => text !== '');
  const hidden = quotes.length - quotesShown;
  const notes = [
    ...detailWords(entry.details),
    ...(entry.note === null ? [] : [entry.note]),
    ...(entry.withheld ? [t('audit.withheld')] : []),
  ];
  return (
    <tr data-testid="ledger-row" data-seq={entry.seq} data-action={entry.action}>
      <td className="numeric">
        <button
          type="button"
          className="button button-quiet button-small"
          aria-label={t('audit.show', { entry: String(entry.seq) })}
          onClick={() => onShow(entry)}
        >
          {entry.seq}
        </button>
      </td>
      <td className="audit-time">
        <time dateTime={entry.at}>{formatTime(entry.at)}</time>
      </td>
      <td>
        {entry.who}
        {entry.emergency && <span className="chip chip-warn">{t('audit.emergency')}</span>}
      </td>
      <td>{actionWords(entry)}</td>
      <td className="audit-chart">{entry.chart !== null && nameOf(entry.chart)}</td>
      <td className="audit-code">
        {entry.code !== null && <span className="code">{entry.code}</span>} {entry.title}
      </td>
      <td className="audit-evidence">
        {quotes.slice(0, quotesShown).map((span, index) => (
          <q key={index}>{span.text.replace(/\s+/gu, ' ').slice(0, 160)}</q>
        ))}
        {hidden > 0 && <span className="audit-note">{t('audit.more', { count: hidden })}</span>}
        {notes.map((note, index) => (
          <span key={index} className="audit-note">
            {note}
          </span>
        ))}
      </td>
      <td className="audit-model">{entry.model}</td>
    </tr>
  );
}
