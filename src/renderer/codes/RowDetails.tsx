import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { CodeFamily } from '../../shared/coding.ts';
import type { CodeRow } from '../chart/rows.ts';
import type { Where } from '../chart/where.ts';
import { CommandKey } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { confidenceLabel, contextWords, sourceWords } from './words.ts';

/** Which side of the panel is shown. */
export type DetailsTab = 'instead' | 'why';

/** What can be coded in place of the selected code, and why it is suggested. Its room is always the same. */
export function RowDetails(props: {
  row: CodeRow | undefined;
  /** Undefined while the book is asked, null where it could not be. */
  family: CodeFamily | null | undefined;
  options: CodeFamily['options'];
  mention: number;
  where: Where | null;
  closed: boolean;
  tab: DetailsTab;
  onTab: (tab: DetailsTab) => void;
  onOption: (index: number) => void;
  onBook: () => void;
}) {
  const { row } = props;
  return (
    <section className="details" aria-label={t('codes.details')} data-testid="row-details">
      <Tabs
        className="details-tabs"
        selectedKey={props.tab}
        onSelectionChange={(key) => props.onTab(key === 'why' ? 'why' : 'instead')}
      >
        <div className="details-head">
          <span className="code">{row?.code}</span>
          <TabList className="details-tab-list" aria-label={t('codes.details')}>
            <Tab id="instead" className="details-tab">
              {t('codes.tabInstead')} <kbd>1–9</kbd>
            </Tab>
            <Tab id="why" className="details-tab">
              {t('codes.tabWhy')} <CommandKey of="why" />
            </Tab>
          </TabList>
          {row && !props.closed && (
            <button type="button" className="button button-quiet button-small" onClick={props.onBook}>
              {t('codes.openBook')} <CommandKey of="change" />
            </button>
          )}
        </div>
        <TabPanel id="instead" className="details-body">
          {row ? <Options {...props} row={row} /> : <p>{t('codes.nothingSelected')}</p>}
        </TabPanel>
        <TabPanel id="why" className="details-body">
          {row && <Why row={row} family={props.family} mention={props.mention} where={props.where} />}
        </TabPanel>
      </Tabs>
    </section>
  );
}

function Options(props: {
  row: CodeRow;
  family: CodeFamily | null | undefined;
  options: CodeFamily['options'];
  closed: boolean;
  onOption: (index: number) => void;
}) {
  if (props.family === undefined) return <p className="details-wait">{t('codes.optionsLoading')}</p>;
  if (props.family === null) return <p>{t('codes.optionsFailed')}</p>;
  if (props.options.length === 0) return <p>{t('codes.optionsNone')}</p>;
  return (
    <ol className="option-list">
      {props.options.map((option, index) => (
        <li key={option.code}>
          <button
            type="button"
            className="option"
            data-testid="code-option"
            data-code={option.code}
            disabled={props.closed}
            title={t('codes.optionFor', { code: option.code, from: props.row.code })}
            onClick={() => props.onOption(index)}
          >
            <kbd>{index + 1}</kbd>
            <span className="code">{option.code}</span>
            <span className="option-title">{option.title}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Why(props: {
  row: CodeRow;
  family: CodeFamily | null | undefined;
  mention: number;
  where: Where | null;
}) {
  const { row, where } = props;
  const shown = row.mentions[props.mention];
  return (
    <dl className="why">
      <dt>{t('codes.whySource')}</dt>
      {shown ? (
        <dd>
          {sourceWords(shown.source).label}. {sourceWords(shown.source).explanation}
        </dd>
      ) : (
        <dd>{t('codes.whyNoWords')}</dd>
      )}
      {shown && shown.context !== 'affirmed' && (
        <>
          <dt>{t('codes.whyContext')}</dt>
          <dd>
            {contextWords(shown.context).label}. {contextWords(shown.context).explanation}
          </dd>
        </>
      )}
      {where && (
        <>
          <dt>{t('codes.whyWhere')}</dt>
          <dd>
            {where.heading ?? t('codes.noSection')} · {where.document}
          </dd>
        </>
      )}
      <dt>{t('codes.whyScore')}</dt>
      <dd>
        {row.score === null ? t('codes.whyNoScore') : confidenceLabel(row.score)}
        {row.notAffirmed && ` ${t('codes.whyBelow')}`}
      </dd>
      <dt>{t('codes.whyPath')}</dt>
      <dd>
        <ol className="why-path">
          {props.family?.path.map(({ code, title }) => (
            <li key={code}>
              <span className="code">{code}</span> {title}
            </li>
          ))}
          <li>
            <span className="code">{row.code}</span> {row.title}
          </li>
        </ol>
      </dd>
    </dl>
  );
}
