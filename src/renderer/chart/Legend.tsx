import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { MentionContext } from '../../shared/coding.ts';
import { t } from '../i18n/i18n.ts';
import { contextSigns } from './signs.ts';

/** What the marks in a document mean, behind a button. */
export function Legend() {
  return (
    <DialogTrigger>
      <Button className="button button-quiet button-small" data-testid="legend-button">
        {t('document.legend')}
      </Button>
      <Popover className="legend" placement="bottom end">
        <Dialog className="legend-dialog" data-testid="legend">
          <Heading slot="title" level={2} className="legend-title">
            {t('document.legendLong')}
          </Heading>
          <ul className="legend-list">
            <Row words={t('document.legendSelected')} look={{ 'data-selected': 'true' }} />
            <Row
              words={t('document.legendCurrent')}
              look={{ 'data-selected': 'true', 'data-current': 'true' }}
            />
            <Row words={t('document.legendOther')} look={{}} />
            <Row words={t('document.legendStacked')} look={{ 'data-layers': '3', 'data-sign': '3' }} />
            {MentionContext.options
              .filter((context) => context !== 'affirmed')
              .map((context) => (
                <Row
                  key={context}
                  words={t(`document.${context}`)}
                  look={{ 'data-context': context, 'data-sign': contextSigns[context] }}
                />
              ))}
            <li>
              <span className="legend-sample">
                <span className="legend-found">{t('document.legendWords')}</span>
              </span>
              {t('document.legendFound')}
            </li>
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Row({ words, look }: { words: string; look: Record<`data-${string}`, string> }) {
  return (
    <li>
      <span className="legend-sample">
        <mark className="evidence" data-context="affirmed" data-layers="1" {...look}>
          {t('document.legendWords')}
        </mark>
      </span>
      {words}
    </li>
  );
}
