import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { AppStatus } from '../../shared/coding.ts';
import { t } from '../i18n/i18n.ts';
import { translatedProviderReason } from '../i18n/refusals.ts';
import type { Loaded } from './useLoaded.ts';

/** The line at the bottom: which model, where it runs and why, which catalogue. */
export function StatusBar(props: { status: Loaded<AppStatus> }) {
  return (
    <footer className="status-bar" data-testid="status-bar">
      {props.status.phase === 'loading' && <span>{t('app.starting')}</span>}
      {props.status.phase === 'failed' && (
        <span>
          {props.status.failure.message} {props.status.failure.remedy}
        </span>
      )}
      {props.status.phase === 'ready' && <StatusItems status={props.status.value} />}
    </footer>
  );
}

function StatusItems({ status }: { status: AppStatus }) {
  return (
    <>
      <span>
        <span className="status-label">{t('app.model')}</span> {status.model.name}@{status.model.version}
      </span>
      <TooltipTrigger delay={300}>
        <Button className="status-button">
          <span className="status-label">{t('app.runsOn')}</span> {status.provider.name}
        </Button>
        <Tooltip className="tooltip" placement="top">
          {translatedProviderReason(status.provider.reason)}
        </Tooltip>
      </TooltipTrigger>
      <span>
        <span className="status-label">{t('app.catalogue')}</span> {status.catalogue.name}@
        {status.catalogue.version}
      </span>
    </>
  );
}
