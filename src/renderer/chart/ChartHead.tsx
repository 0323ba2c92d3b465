import { memo } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, PhysicianQuery } from '../../shared/coding.ts';
import { CommandKey, keyWords } from '../components/Keys.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import type { ChartCommand } from './commands.ts';
import { HeaderLine } from './HeaderEditor.tsx';
import { ariaKeys, keyHint, type Command } from './keyboard.ts';

/** What the menu offers beside the buttons, of what the chart offers now. */
const inMenu: readonly Command[] = [
  'redo',
  'query',
  'find',
  'marks',
  'header',
  'reopen',
  'review-take',
  'review-return',
  'next-chart',
  'previous-chart',
  'scores',
  'help',
];

/** The line above a chart: what it is, where its encounter stands, and what can be done with it as a whole. */
export const ChartHead = memo(Head);

function Head(props: {
  chart: Chart | null;
  coding: ChartCoding | null;
  closed: boolean;
  commands: readonly ChartCommand[];
  onCommand: (command: Command) => void;
  onQueries: () => void;
}) {
  const { chart, coding, closed, onCommand } = props;
  const offers = (command: Command) => props.commands.some(({ id }) => id === command);
  const menu = inMenu.filter(offers);
  return (
    <div className="chart-head">
      <BackButton onBack={() => onCommand('back')} />
      <ScreenTitle windowTitle={chart?.name ?? t('chart.name')}>
        {chart?.name ?? t('chart.opening')}
      </ScreenTitle>
      {chart?.sample && <span className="chip">{t('chart.sample')}</span>}
      {chart && <HeaderLine chart={chart} closed={closed} onEdit={() => onCommand('header')} />}
      <span className="chart-tools">
        {coding && coding.queries.length > 0 && (
          <button
            type="button"
            className="button button-quiet button-small"
            data-testid="queries"
            onClick={props.onQueries}
          >
            {t('chart.queries', { count: coding.queries.length })}
          </button>
        )}
        <button
          type="button"
          className="button button-quiet button-small"
          // Not disabled: the focus would be lost when the last decision is taken back.
          aria-disabled={!coding?.undo || closed}
          aria-keyshortcuts={ariaKeys('undo')}
          onClick={() => onCommand('undo')}
        >
          {t('chart.undo')} <CommandKey of="undo" />
        </button>
        <button
          type="button"
          className="button button-quiet button-small"
          aria-keyshortcuts={ariaKeys('help')}
          onClick={() => onCommand('help')}
        >
          {t('chart.keys')} <CommandKey of="help" />
        </button>
        <MenuTrigger>
          <Button className="button button-quiet button-small" aria-label={t('chart.moreLabel')}>
            {t('chart.more')} <span aria-hidden="true">▾</span>
          </Button>
          <Popover className="menu-popover" placement="bottom end">
            <Menu className="menu" onAction={(key) => run(menu, String(key), onCommand)}>
              {menu.map((command) => (
                <MenuItem
                  key={command}
                  id={command}
                  className="menu-item"
                  textValue={t(`keyboard.${command}`)}
                >
                  <span>{t(`keyboard.${command}`)}</span> <CommandKey of={command} />
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
        {offers('reopen') && (
          <button type="button" className="button button-small" onClick={() => onCommand('reopen')}>
            {t('chart.reopen')}
          </button>
        )}
        <button
          type="button"
          className={`button button-small ${closed ? '' : 'button-primary'}`}
          disabled={!coding}
          aria-keyshortcuts={ariaKeys('finish')}
          onClick={() => onCommand('finish')}
        >
          {t(closed ? 'chart.summary' : 'chart.finish')} <CommandKey of="finish" />
        </button>
      </span>
    </div>
  );
}

function run(menu: readonly Command[], key: string, onCommand: (command: Command) => void): void {
  const command = menu.find((each) => each === key);
  if (command) onCommand(command);
}

/** The way back to the worklist. */
export function BackButton(props: { onBack: () => void }) {
  const key = keyHint('back', singleLetters());
  const words = t('chart.worklist');
  return (
    <button
      type="button"
      className="button button-quiet back"
      title={key === null ? words : t('chart.withKey', { words, key: keyWords(key) })}
      onClick={props.onBack}
    >
      <span aria-hidden="true">←</span> {words}
    </button>
  );
}

/** What keeps the chart from being coded on, or why it came back. */
export function ChartBanner(props: { coding: ChartCoding; onAnswer: (query: PhysicianQuery) => void }) {
  const { coding } = props;
  const open = coding.queries.filter(({ state }) => state === 'open');
  const [first] = open;
  return (
    <>
      {coding.status === 'finished' && (
        <p className="banner banner-good" role="note">
          <strong>{t('chart.finishedTitle')}</strong> {t('chart.finishedNote')}
        </p>
      )}
      {coding.status === 'in-review' && (
        <p className="banner" role="note">
          <strong>{t('chart.reviewTitle')}</strong> {t('chart.reviewNote')}
        </p>
      )}
      {coding.returned !== null && (
        <p className="banner banner-warn" role="note" data-testid="returned-note">
          <strong>{t('chart.returnedTitle')}</strong> {coding.returned}
        </p>
      )}
      {first && (
        <p className="banner banner-warn" role="note" data-testid="pended-note">
          <strong>{t('chart.pendedTitle', { count: open.length })}</strong>{' '}
          <button type="button" className="button button-small" onClick={() => props.onAnswer(first)}>
            {t('chart.pendedAnswer')}
          </button>
        </p>
      )}
    </>
  );
}
