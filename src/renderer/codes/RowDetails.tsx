import { createContext, memo, useContext } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { CodeFamily } from '../../shared/coding.ts';
import type { Command } from '../chart/keyboard.ts';
import type { CodeRow } from '../chart/rows.ts';
import type { Where } from '../chart/where.ts';
import { CommandKey } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { confidenceLabel, contextWords, sourceWords } from './words.ts';

/** Which side of the panel is shown. */
export type DetailsTab = 'instead' | 'why';

/** The selected code, as far as it is known. */
interface Shown {
  row: CodeRow | undefined;
  /** Undefined while the book is asked, null where it could not be. */
  family: CodeFamily | null | undefined;
  options: CodeFamily['options'];
  mention: number;
  where: Where | null;
  closed: boolean;
  onOption: (index: number) => void;
}

interface PanelProps {
  tab: DetailsTab;
  onTab: (tab: DetailsTab) => void;
  onCommand: (command: Command) => void;
}

const ShownContext = createContext<Shown | null>(null);

/** What can be coded in place of the selected code, and why it is suggested. Its room is always the same. */
export function RowDetails({ tab, onTab, onCommand, ...shown }: Shown & PanelProps) {
  return (
    <section className="details" aria-label={t('codes.details')} data-testid="row-details">
      <ShownContext value={shown}>
        <Panel tab={tab} onTab={onTab} onCommand={onCommand} />
      </ShownContext>
    </section>
  );
}

/** The tabs stay as they are while what they show changes with every code. */
const Panel = memo(function Panel({ tab, onTab, onCommand }: PanelProps) {
  return (
    <Tabs
      className="details-tabs"
      selectedKey={tab}
      onSelectionChange={(key) => onTab(key === 'why' ? 'why' : 'instead')}
    >
      <div className="details-head">
        <SelectedCode />
        <TabList className="details-tab-list" aria-label={t('codes.details')}>
          <Tab id="instead" className="details-tab">
            {t('codes.tabInstead')} <kbd>1–9</kbd>
          </Tab>
          <Tab id="why" className="details-tab">
            {t('codes.tabWhy')} <CommandKey of="why" />
          </Tab>
        </TabList>
        <BookButton onCommand={onCommand} />
      </div>
      <TabPanel id="instead" className="details-body">
        <Options />
      </TabPanel>
      <TabPanel id="why" className="details-body">
        <Why />
      </TabPanel>
    </Tabs>
  );
});

function SelectedCode() {
  return <span className="code">{useContext(ShownContext)?.row?.code}</span>;
}

function BookButton(props: Pick<PanelProps, 'onCommand'>) {
  const shown = useContext(ShownContext);
  if (!shown?.row || shown.closed) return null;
  return (
    <button
      type="button"
      className="button button-quiet button-small"
      onClick={() => props.onCommand('change')}
    >
      {t('codes.openBook')} <CommandKey of="change" />
    </button>
  );
}

function Options() {
  const shown = useContext(ShownContext);
  if (!shown?.row) return <p>{t('codes.nothingSelected')}</p>;
  const { row, family, options, closed, onOption } = shown;
  if (family === undefined) return <p className="details-wait">{t('codes.optionsLoading')}</p>;
  if (family === null) return <p>{t('codes.optionsFailed')}</p>;
  if (options.length === 0) return <p>{t('codes.optionsNone')}</p>;
  return (
    <ol className="option-list">
      {options.map((option, index) => (
        <li key={option.code}>
          <button
            type="button"
            className="option"
            data-testid="code-option"
            data-code={option.code}
            disabled={closed}
            title={t('codes.optionFor', { code: option.code, from: row.code })}
            onClick={() => onOption(index)}
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

function Why() {
  const looked = useContext(ShownContext);
  if (!looked?.row) return null;
  const { row, family, where } = looked;
  const shown = row.mentions[looked.mention];
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
          {family?.path.map(({ code, title }) => (
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
