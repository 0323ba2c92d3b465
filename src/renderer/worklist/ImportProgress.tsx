import { Button, ProgressBar } from 'react-aria-components';
import type { ImportStep } from '../../shared/chart.ts';
import { t } from '../i18n/i18n.ts';

/** How far an import is, with the way to stop it. */
export function ImportProgress(props: { step: ImportStep; stopping: boolean; onStop: () => void }) {
  const { done, total, name } = props.step;
  const label = t('worklist.importStep', { done: Math.min(done + 1, total), total });
  return (
    <section className="notice import-progress" data-testid="import-progress">
      <ProgressBar
        className="import-bar"
        aria-label={t('worklist.importing')}
        value={done}
        maxValue={Math.max(1, total)}
        valueLabel={label}
      >
        {({ percentage }) => (
          <>
            <span className="import-count">{props.stopping ? t('worklist.importStops') : label}</span>
            <span className="import-file">{name}</span>
            <span className="progress-track">
              <span className="progress-fill" style={{ width: `${percentage ?? 0}%` }} />
            </span>
          </>
        )}
      </ProgressBar>
      <Button className="button" isDisabled={props.stopping} onPress={props.onStop}>
        {t('worklist.stopImport')}
      </Button>
    </section>
  );
}
